//! What a place is in: an operation, a parameter. Their places are kept by pointer, so that a place is found by
//! the pointers above it, and not by going through all operations.

use super::operation_ids::is_at_its_path;
use crate::diagnostic::{FileId, Place};
use crate::model::{Model, Parameter};
use std::collections::HashMap;

/// Operations, by their index, and parameters, by file and pointer.
#[derive(Default)]
pub struct Enclosing<'m> {
    operations: HashMap<(FileId, &'m str), usize>,
    parameters: HashMap<(FileId, &'m str), &'m Parameter>,
}

impl<'m> Enclosing<'m> {
    pub fn new(model: &'m Model) -> Self {
        let mut enclosing = Self::default();
        for (index, operation) in model.operations.iter().enumerate() {
            let key = (operation.place.file, operation.place.pointer.as_str());
            // What two paths have by reference is called by the one that it stands at.
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

    /// The index of the operation that a place is in.
    pub fn operation(&self, place: &Place) -> Option<usize> {
        let mut enclosing = above(place).skip(1);
        enclosing.find_map(|pointer| self.operations.get(&(place.file, pointer)).copied())
    }

    /// The parameter that a place is, or is in, and the rest of the pointer from there.
    pub fn parameter<'p>(&self, place: &'p Place) -> Option<(&'m Parameter, &'p str)> {
        let (parameter, length) = above(place).find_map(|pointer| {
            let parameter = self.parameters.get(&(place.file, pointer))?;
            Some((*parameter, pointer.len()))
        })?;
        Some((parameter, place.pointer.as_str().get(length..)?))
    }
}

/// A place's pointer, and those of all that it is in, the innermost first.
fn above(place: &Place) -> impl Iterator<Item = &str> {
    let pointer = place.pointer.as_str();
    let ends = pointer.rmatch_indices('/').map(|(end, _)| end);
    std::iter::once(pointer.len()).chain(ends).filter_map(|end| pointer.get(..end))
}
