//! The golden outputs and skeletons, compiled: what is generated builds, and without a warning.

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
