//! The operation or the parameter that encloses a place. They are indexed by pointer, so that a lookup only visits the
//! enclosing pointers, not all operations.

use super::operation_ids::is_at_its_path;
use crate::diagnostic::{FileId, Place};
use crate::model::{Model, Parameter};
use std::collections::HashMap;

/// Operations (by index) and parameters, by file and pointer.
#[derive(Default)]
pub(super) struct Enclosing<'m> {
    operations: HashMap<(FileId, &'m str), usize>,
    parameters: HashMap<(FileId, &'m str), &'m Parameter>,
}

impl<'m> Enclosing<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let mut enclosing = Self::default();
        for (index, operation) in model.operations.iter().enumerate() {
            let key = (operation.place.file, operation.place.pointer.as_str());
            // A path item that two paths refer to is named after the path at its own place.
            if is_at_its_path(operation) {
                enclosing.operations.insert(key, index);
            } else {
                enclosing.operations.entry(key).or_insert(index);
            }
            for parameter in &operation.parameters {
                let key = (parameter.place.file, parameter.place.pointer.as_str());
                enclosing.parameters.entry(key).or_insert(parameter);
            }
        }
        enclosing
    }

    /// Returns the index of the operation that encloses a place.
    pub(super) fn operation(&self, place: &Place) -> Option<usize> {
        let mut enclosing = above(place).skip(1);
        enclosing.find_map(|pointer| self.operations.get(&(place.file, pointer)).copied())
    }

    /// Returns the parameter at or around a place, and the rest of the pointer from there.
    pub(super) fn parameter<'p>(&self, place: &'p Place) -> Option<(&'m Parameter, &'p str)> {
        let (parameter, length) = above(place).find_map(|pointer| {
            let parameter = self.parameters.get(&(place.file, pointer))?;
            Some((*parameter, pointer.len()))
        })?;
        Some((parameter, place.pointer.as_str().get(length..)?))
    }
}

/// Returns the pointer of a place, and those of all enclosing values, innermost first.
fn above(place: &Place) -> impl Iterator<Item = &str> {
    let pointer = place.pointer.as_str();
    let ends = pointer.rmatch_indices('/').map(|(end, _)| end);
    std::iter::once(pointer.len()).chain(ends).filter_map(|end| pointer.get(..end))
}
