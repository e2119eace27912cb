//! Enums with the same values.

/// `equal_enums!(A, B, C { First, Second })` implements `From` between `A` and each of the other enums, in both
/// directions. All these enums have these variants.
#[allow(unused_macros, reason = "not every spec has enums with the same values")]
macro_rules! equal_enums {
    (@from $from:ty, $to:ty, [$($variant:ident)+]) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value { $(<$from>::$variant => Self::$variant,)+ }
            }
        }
    };
    (@each $first:ty, [$($other:ty),+], $variants:tt) => {
        $(
            equal_enums!(@from $first, $other, $variants);
            equal_enums!(@from $other, $first, $variants);
        )+
    };
    ($first:ty, $($other:ty),+ { $($variant:ident),+ }) => {
        equal_enums!(@each $first, [$($other),+], [$($variant)+]);
    };
}
pub(crate) use equal_enums;
