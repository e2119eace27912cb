//! Checks: rules for values that their types do not express.

use crate::model::validator::{Pattern, ValidatorId};

/// A rule for a value that its type does not express.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    Minimum(i64),
    Maximum(i64),
    MultipleOf(i64),
    AtLeast(f64),
    AtMost(f64),
    MoreThan(f64),
    LessThan(f64),
    MinLength(u64),
    MaxLength(u64),
    MinCount(u64),
    MaxCount(u64),
    Unique,
    MultipleOfNumber(f64),
    Pattern(Pattern),
    Schema(ValidatorId),
    Each(Box<Check>),
    EachMember(Box<Check>),
    Nullable(Box<Check>),
    /// A check of an integer whose type has values that `i64` does not have.
    Wide(Box<Check>),
    /// A check of the text of a value that has the type of a format.
    Text(Box<Check>),
}

impl Check {
    /// Returns the check of the innermost values, inside `Each`, `EachMember`, `Nullable` and `Text`.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Each(inner) | Self::EachMember(inner) | Self::Nullable(inner) | Self::Text(inner) => {
                inner.innermost()
            }
            other => other,
        }
    }
}
