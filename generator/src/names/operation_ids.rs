//! The name of an operation: its `operationId`, unless it has none or shares it with another operation.

use super::ident::words;
use super::{Named, Namer, TypeModule};
use crate::api::{Method, Role, Source};
use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::model::Operation;
use std::collections::{HashMap, HashSet};

impl Namer<'_> {
    /// Returns the indexes of the operations that are named after their paths. "The id MUST be unique among all
    /// operations described in the API". But several documents may form one API, and two paths may refer to the same
    /// path item.
    pub(super) fn called_by_path(&self, members: &[TypeModule]) -> HashSet<usize> {
        let mut documents: HashMap<(TypeModule, &str), HashSet<FileId>> = HashMap::new();
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

    /// Returns the words of an operation's name: from its `operationId`, or from its method and path.
    pub(super) fn operation_words(&self, operation: &Operation, by_path: bool) -> Vec<String> {
        match self.renames.name_of(&operation.place, Named::Itself) {
            Some(name) => words(name),
            None if by_path && operation.role.is_sent() => self.words_of_sent(operation),
            None if by_path => {
                let key = operation.path.place.pointer.tokens().next_back().unwrap_or_default().into_owned();
                words(&format!("{} {key}", operation.method.keyword()))
            }
            None => words(id(operation)),
        }
    }

    /// Returns the words of a webhook or a callback without an id: its key, after the name of the operation with the
    /// callback.
    fn words_of_sent(&self, operation: &Operation) -> Vec<String> {
        let around = self.enclosing.operation(&operation.place);
        let around = around.and_then(|index| self.model.operations.get(index));
        let key = match &operation.role {
            Role::Sent(Source::Webhook(key) | Source::Callback(key)) | Role::Received(key) => key,
            Role::Served => "",
        };
        let of = around.map(|around| self.operation_words(around, id(around).is_empty()));
        of.into_iter().flatten().chain(words(key)).chain(method_words(operation)).collect()
    }
}

/// Returns the words for a method that few webhooks and callbacks use.
fn method_words(operation: &Operation) -> Vec<String> {
    if operation.method == Method::Post { Vec::new() } else { words(operation.method.keyword()) }
}

/// Creates the diagnostic for a repeated id. "The id MUST be unique among all operations described in the API."
pub(super) fn repeated_id(id: &str, place: &Place, first: &Place) -> Diagnostic {
    let message = format!("duplicate `operationId` `{id}`: it must be unique");
    let diagnostic = Diagnostic::new(codes::DUPLICATE_OPERATION_ID, place.clone(), message);
    diagnostic.label("used again here").and(first.clone(), "first used here")
}

/// Lowers the severity of a harmless mistake: the methods are in different traits.
pub(super) fn in_different_traits(repeated: Diagnostic) -> Diagnostic {
    repeated
        .into_warning()
        .help("change one of them: metrics that are labeled by operation ID would mix up the two operations")
}

fn id(operation: &Operation) -> &str {
    operation.operation_id.as_ref().map_or("", |id| &id.value)
}

pub(super) fn is_at_its_path(operation: &Operation) -> bool {
    let path = &operation.path.place;
    let inner = operation.place.pointer.as_str().strip_prefix(path.pointer.as_str());
    operation.place.file == path.file && inner.is_some_and(|inner| inner.starts_with('/'))
}
