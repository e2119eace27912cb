//! What is measured: three servers of the same APIs, and a made-up description of as many operations as one asks
//! for.

pub mod made_up;
pub mod peer;
pub mod serving;
