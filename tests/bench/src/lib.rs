//! The subjects of the benchmarks: three servers of the same APIs, and made-up specs with any number of operations.

pub mod made_up;
pub mod made_up3;
pub mod peer;
pub mod serving;
