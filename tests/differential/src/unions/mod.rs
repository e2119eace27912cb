//! Compares the enums of published unions with tables of the same schemas, which follow JSON Schema keyword by keyword.

pub mod chosen;
pub mod excerpt;
pub mod program;
pub mod random;
pub mod values;
