//! Groups: the operations of one trait. If a spec has tags, an operation is in the group of its first tag, or in the
//! group of its document if it has no tag. Tags with the same name form one group.

use super::ident::{file_name, pascal, snake, words};
use super::{Named, Namer, TypeModule, reserved};
use crate::diagnostic::Place;
use crate::model::{Model, Operation};
use std::collections::HashMap;

/// A group of operations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// The module with the trait.
    pub module: String,
    /// The module with the functions that the router calls, next to those of the root.
    pub server_module: String,
    /// The files of the two modules, without extension.
    pub files: (String, String),
    /// The name of `module` in files that import it and declare other names.
    pub local: String,
    /// The module with the example tests, next to `module`.
    pub tests: String,
    /// The name of the trait.
    pub trait_name: String,
    /// The tag, or the file name of the document.
    pub label: String,
    /// Whether the group is a tag.
    pub is_tag: bool,
    /// Whether its operations are received webhooks.
    pub receives_webhooks: bool,
    /// The renamed places whose names the group uses.
    pub renamed: Vec<Place>,
    /// The indexes of its operations.
    pub operations: Vec<usize>,
}

/// Returns the groups in the order of their first operations, and for each operation, the index of its group. A single
/// document with at most one tag is one group, unless it also has received webhooks, which are always a group of their
/// own. Requests that the server sends are in no group.
pub(super) fn group_operations(
    model: &Model,
    called: impl Fn(&Operation) -> Called,
) -> (Vec<Group>, Vec<Option<usize>>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_trait: HashMap<String, usize> = HashMap::new();
    let mut members = Vec::new();
    for (operation, index) in model.operations.iter().zip(0..) {
        if !operation.role.is_served() {
            members.push(None);
            continue;
        }
        let mut group = group_of(called(operation), model.has_client);
        group.receives_webhooks = operation.role.webhook().is_some();
        let known = *by_trait.entry(group.trait_name.clone()).or_insert(groups.len());
        members.push(Some(known));
        match groups.get_mut(known) {
            Some(known) => {
                known.operations.push(index);
                known.renamed.append(&mut group.renamed);
            }
            None => {
                group.operations.push(index);
                groups.push(group);
            }
        }
    }
    let tags = groups.iter().filter(|group| group.is_tag).count();
    let receives = model.served().any(|operation| operation.role.webhook().is_some());
    if groups.len() < 2 || (model.documents.len() < 2 && tags < 2 && !receives) {
        let mut operations: Vec<usize> = groups.into_iter().flat_map(|group| group.operations).collect();
        operations.sort_unstable();
        let whole = Group {
            module: "contract".to_owned(),
            local: "contract".to_owned(),
            files: ("contract".to_owned(), "server".to_owned()),
            trait_name: "Api".to_owned(),
            operations,
            ..Group::default()
        };
        return (vec![whole], members.into_iter().map(|member| member.map(|_| 0)).collect());
    }
    (groups, members)
}

/// The label of the group of received webhooks.
const RECEIVED: &str = "received webhooks";

/// The source of a group's name.
pub(super) struct Called {
    /// The tag, or the file name of the document.
    pub text: String,
    pub is_tag: bool,
    /// The name from a setting, and its place.
    pub renamed: Option<(Place, String)>,
}

impl Namer<'_> {
    /// Chooses the groups. Returns the module of each operation.
    pub(super) fn name_groups(&mut self) -> Vec<TypeModule> {
        let renamed = self.renamed_tags();
        let (groups, members) = group_operations(self.model, |operation| match operation.tags.first() {
            _ if operation.role.webhook().is_some() => {
                Called { text: RECEIVED.to_owned(), is_tag: false, renamed: None }
            }
            Some(tag) => Called { text: tag.clone(), is_tag: true, renamed: renamed.get(tag).cloned() },
            None => self.called_as_document(operation),
        });
        for place in groups.iter().flat_map(|group| &group.renamed) {
            self.renames.name_of(place, Named::Itself);
        }
        self.names.groups = groups;
        members.into_iter().map(|member| member.map_or(TypeModule::Outgoing, TypeModule::Group)).collect()
    }

    fn called_as_document(&self, operation: &Operation) -> Called {
        let place = Place::file(operation.document);
        let name = self.renames.peek(&place, Named::Itself).map(str::to_owned);
        Called { text: self.stem(&place), is_tag: false, renamed: name.map(|name| (place, name)) }
    }

    /// Returns the names of tags from settings. A tag in `tags` of the document is the same as one in an operation.
    fn renamed_tags(&self) -> HashMap<String, (Place, String)> {
        let declared = self.model.tags.iter().map(|tag| (&tag.name, tag.place.clone()));
        let listed = self.model.operations.iter().flat_map(|operation| {
            let list = operation.place.member("tags");
            operation.tags.iter().enumerate().map(move |(index, tag)| (tag, list.item(index)))
        });
        let mut renamed = HashMap::new();
        for (tag, place) in declared.chain(listed) {
            if let Some(name) = self.renames.peek(&place, Named::Itself) {
                renamed.entry(tag.clone()).or_insert((place, name.to_owned()));
            }
        }
        renamed
    }
}

fn group_of(called: Called, has_client: bool) -> Group {
    let words = bounded(&words(called.renamed.as_ref().map_or(&called.text, |(_, name)| name)));
    let module = untaken(&snake(&words), |module| reserved::is_root(module, has_client));
    let server_module = untaken(&module, reserved::is_glue);
    let local = untaken(&module, reserved::is_elsewhere);
    Group {
        tests: format!("{local}_"),
        files: (file_name(&module), file_name(&server_module)),
        server_module,
        local,
        module,
        trait_name: format!("{}Api", pascal(&words).trim_end_matches('_')),
        label: called.text,
        is_tag: called.is_tag,
        receives_webhooks: false,
        renamed: called.renamed.into_iter().map(|(place, _)| place).collect(),
        operations: Vec::new(),
    }
}

/// Returns the name of a module, with an underscore if it is taken.
fn untaken(module: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if is_taken(module) { format!("{module}_") } else { module.to_owned() }
}

/// Returns as many words as fit in the length limit for names, but at least the start of one.
fn bounded(words: &[String]) -> Vec<String> {
    let mut length = 0;
    let kept = words.iter().cloned().take_while(|word| {
        length += word.chars().count() + 1;
        length <= 60
    });
    let kept: Vec<String> = kept.collect();
    match (kept.as_slice(), words.first()) {
        ([], Some(first)) => vec![first.chars().take(60).collect()],
        _ => kept,
    }
}

#[cfg(test)]
#[path = "../tests/groups.rs"]
mod tests;
