//! The spec has schemas but no operations, so there is nothing to implement.

