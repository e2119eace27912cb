//! The queue of types whose shapes are not decided yet.

use crate::api::SchemaId;
use crate::diagnostic::Place;
use crate::model::{Tag, TypeId};

/// A type whose shape is not decided yet.
#[derive(Clone)]
pub(super) struct Waiting {
    pub id: TypeId,
    /// Its schema, or the schemas of the objects that it combines.
    pub schemas: Vec<SchemaId>,
    /// The properties with one value, if the type is an alternative of a distributed union.
    pub tags: Vec<Tag>,
    /// The place of that union. The enum of the alternatives enforces it.
    pub without: Option<Place>,
}

impl Waiting {
    /// Creates an entry without tags.
    pub(super) fn new(id: TypeId, schemas: Vec<SchemaId>) -> Self {
        Self { id, schemas, tags: Vec::new(), without: None }
    }
}
