//! Integers of other sizes than 64 and 32 bits with a sign, as parameters.

use super::argument::Scalar;

macro_rules! scalars {
    ($($type:ty, $must_be:literal;)*) => { $(impl Scalar for $type {
        const MUST_BE: &'static str = $must_be;
        fn from_text(text: &str) -> Option<Self> {
            // JSON's grammar is the same for all numbers.
            f64::from_text(text).and_then(|_| text.parse().ok())
        }
    })* };
}

scalars! {
    i8, "must be an integer of at most 8 bits";
    i16, "must be an integer of at most 16 bits";
    u8, "must be an integer of at most 8 bits, and not below zero";
    u16, "must be an integer of at most 16 bits, and not below zero";
    u32, "must be an integer of at most 32 bits, and not below zero";
    u64, "must be an integer of at most 64 bits, and not below zero";
}
