//! Enums with the same values.

/// `equal_enums!(A, B, C { First, Second })`: implements `From` between each two of these enums, all of which have these
/// variants.
#[allow(unused_macros, reason = "a spec seldom lists the same values twice")]
macro_rules! equal_enums {
    (@pairs $last:ty; $variants:tt) => {};
    (@pairs $first:ty, $($other:ty),+; $variants:tt) => {
        $(
            equal_enums!(@from $first, $other, $variants);
            equal_enums!(@from $other, $first, $variants);
        )+
        equal_enums!(@pairs $($other),+; $variants);
    };
    (@from $from:ty, $to:ty, [$($variant:ident)+]) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value { $(<$from>::$variant => Self::$variant,)+ }
            }
        }
    };
    ($($type:ty),+ { $($variant:ident),+ }) => {
        equal_enums!(@pairs $($type),+; [$($variant)+]);
    };
}
pub(crate) use equal_enums;
