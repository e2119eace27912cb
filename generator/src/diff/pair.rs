//! Values that are in both documents.

use super::draft::{Directions, Draft};
use crate::api::SchemaId;

/// The part of a message that a value is. The rules differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Slot {
    Parameter,
    Header,
    /// A form as a whole.
    Form,
    /// A property of a form, or an item of an array there.
    Field,
    /// A body, or a value in it.
    Value,
}

impl Slot {
    /// Returns whether a scalar is sent as text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Parameter | Self::Field)
    }
}

/// The schemas of a value in both documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub slot: Slot,
    pub old: Vec<SchemaId>,
    pub new: Vec<SchemaId>,
}

/// The changes of a pair of values.
#[derive(Default)]
pub(super) struct Found {
    pub drafts: Vec<Draft>,
    /// The values inside, and in which directions they are sent.
    pub inside: Vec<(Pair, Directions)>,
}
