//! Parameters with integer types other than `i64` and `i32`.

use super::argument::Scalar;

macro_rules! scalars {
    ($($type:ty, $must_be:literal;)*) => { $(impl Scalar for $type {
        const MUST_BE: &'static str = $must_be;
        fn from_text(text: &str) -> Option<Self> {
            // All numbers have the same grammar in JSON.
            f64::from_text(text).and_then(|_| text.parse().ok())
        }
    })* };
}

scalars! {
    i8, "must be an 8-bit integer";
    i16, "must be a 16-bit integer";
    u8, "must be an unsigned 8-bit integer";
    u16, "must be an unsigned 16-bit integer";
    u32, "must be an unsigned 32-bit integer";
    u64, "must be an unsigned 64-bit integer";
    i128, "must be a 128-bit integer";
    u128, "must be an unsigned 128-bit integer";
}
