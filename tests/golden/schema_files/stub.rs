//! The spec has schemas but no operations: there is nothing to implement.

