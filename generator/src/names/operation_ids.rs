//! What an operation is called: its `operationId`, unless it shares that with another, or has none.

use super::ident::words;
use super::{Named, Namer};
use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::model::Operation;
use std::collections::{HashMap, HashSet};

impl Namer<'_> {
    /// The operations that are called by their paths, by index. "The id MUST be unique among all operations
    /// described in the API": here several descriptions are one API, and a path may be another by reference.
    pub(super) fn called_by_path(&self, members: &[usize]) -> HashSet<usize> {
        let mut documents: HashMap<(usize, &str), HashSet<FileId>> = HashMap::new();
        let mut paths: HashMap<&Place, usize> = HashMap::new();
        for (operation, group) in self.model.operations.iter().zip(members) {
            documents.entry((*group, id(operation))).or_default().insert(operation.document);
            *paths.entry(&operation.place).or_default() += 1;
        }
        let operations = self.model.operations.iter().zip(members).enumerate();
        operations
            .filter(|(_, (operation, group))| {
                let documents = documents.get(&(**group, id(operation))).map_or(0, HashSet::len);
                let paths = paths.get(&operation.place).copied().unwrap_or_default();
                id(operation).is_empty() || documents > 1 || (paths > 1 && !is_at_its_path(operation))
            })
            .map(|(index, _)| index)
            .collect()
    }

    /// An operation is called what its `operationId` says, or by its method and its path.
    pub(super) fn operation_words(&self, operation: &Operation, by_path: bool) -> Vec<String> {
        match self.renames.name_of(&operation.place, Named::Itself) {
            Some(name) => words(name),
            None if by_path => {
                let key = operation.path.place.pointer.tokens().next_back().unwrap_or_default().into_owned();
                words(&format!("{} {key}", operation.method.keyword()))
            }
            None => words(id(operation)),
        }
    }
}

/// "The id MUST be unique among all operations described in the API."
pub fn repeated_id(id: &str, place: &Place, first: &Place) -> Diagnostic {
    let message = format!("two operations have the `operationId` `{id}`: it must be unique");
    let diagnostic = Diagnostic::new(codes::DUPLICATE_OPERATION_ID, place.clone(), message);
    diagnostic.label("again here").and(first.clone(), "first here")
}

/// A mistake that costs nothing: the methods are in different traits.
pub fn in_different_traits(repeated: Diagnostic) -> Diagnostic {
    repeated
        .into_warning()
        .help("give one of them another: whoever counts requests by it cannot tell them apart")
}

fn id(operation: &Operation) -> &str {
    operation.operation_id.as_ref().map_or("", |id| &id.value)
}

pub fn is_at_its_path(operation: &Operation) -> bool {
    let path = &operation.path.place;
    let inner = operation.place.pointer.as_str().strip_prefix(path.pointer.as_str());
    operation.place.file == path.file && inner.is_some_and(|inner| inner.starts_with('/'))
}
