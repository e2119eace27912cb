//! Generated code in which each name is one that the generated code uses, compiled without a warning.

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
