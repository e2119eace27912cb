//! Constraints of integers that `i64` does not contain.

use super::Trail;
use super::check::{Verdict, hold};

/// An integer type with values that `i64` does not have.
pub trait Wide {
    fn is_at_least(&self, least: i64) -> bool;
    fn is_at_most(&self, most: i64) -> bool;
    fn is_multiple_of(&self, factor: i64) -> bool;
}

macro_rules! wide {
    ($($type:ty),*) => { $(impl Wide for $type {
        fn is_at_least(&self, least: i64) -> bool {
            Self::try_from(least).map_or(true, |least| *self >= least)
        }
        fn is_at_most(&self, most: i64) -> bool {
            Self::try_from(most).is_ok_and(|most| *self <= most)
        }
        fn is_multiple_of(&self, factor: i64) -> bool {
            let factor = Self::from(factor.unsigned_abs());
            factor != 0 && *self % factor == 0
        }
    })* };
}

wide!(u64, u128, i128);

pub fn minimum<T: Wide>(least: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold(value.is_at_least(least), || format!("must be at least {least}"))
}

pub fn maximum<T: Wide>(most: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold(value.is_at_most(most), || format!("must be at most {most}"))
}

pub fn multiple_of<T: Wide>(factor: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold(value.is_multiple_of(factor), || format!("must be a multiple of {factor}"))
}
