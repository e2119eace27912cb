//! The subjects of the benchmarks: three servers of the same APIs, and a made-up spec with any number of operations.

pub mod made_up;
pub mod peer;
pub mod serving;
