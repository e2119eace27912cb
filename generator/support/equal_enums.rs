//! Enums with the same values.

/// `equal_enums!(A, B, C { First, Second })`: implements `From` between each two of these enums, all of which have these
/// variants.
#[allow(unused_macros, reason = "a spec seldom lists the same values twice")]
macro_rules! equal_enums {
    ($first:ty, $($other:ty),+ { $($variant:ident),+ }) => {
        $(equal_enums!(@pair $first, $other, [$($variant)+]);)+
        equal_enums!($($other),+ { $($variant),+ });
    };
    ($last:ty { $($variant:ident),+ }) => {};
    (@pair $first:ty, $second:ty, $variants:tt) => {
        equal_enums!(@from $first, $second, $variants);
        equal_enums!(@from $second, $first, $variants);
    };
    (@from $from:ty, $to:ty, [$($variant:ident)+]) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value { $(<$from>::$variant => Self::$variant,)+ }
            }
        }
    };
}
pub(crate) use equal_enums;
