//! Schemas alone are no API: there is nothing to implement.

