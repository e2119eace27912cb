//! A document that is ready to be written. Its numbers have the text of their file, since `1.10` and
//! `12345678901234567890123` are not the same as the 64-bit numbers that they are read as.

use crate::diagnostic::{FileId, Place};
use crate::locate::Index;
use crate::pointer::Pointer;
use crate::sources::Sources;
use serde_json::{Number, Value};
use std::collections::HashMap;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    /// A number, with its place in the spec.
    Number(Number, Place),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Converts a value that has no references.
    pub(super) fn verbatim(value: &Value, at: &Place) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(boolean) => Self::Bool(*boolean),
            Value::Number(number) => Self::Number(number.clone(), at.clone()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Self::List(items.map(|(index, item)| Self::verbatim(item, &at.item(index))).collect())
            }
            Value::Object(members) => {
                let members = members.iter();
                Self::Map(
                    members
                        .map(|(key, value)| (key.clone(), Self::verbatim(value, &at.member(key))))
                        .collect(),
                )
            }
        }
    }

    /// Returns the entry of a map.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Map(members) = self else { return None };
        members.iter_mut().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    /// Returns the entry of a map, which is created at its end if there is none.
    pub(super) fn entry(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Map(members) = self else { return None };
        if !members.iter().any(|(own, _)| own == key) {
            members.push((key.to_owned(), Self::Map(Vec::new())));
        }
        members.iter_mut().find(|(own, _)| own == key).map(|(_, value)| value)
    }

    fn numbers<'n>(&'n self, take: &mut impl FnMut(&'n Place)) {
        match self {
            Self::Number(_, place) => take(place),
            Self::List(items) => items.iter().for_each(|item| item.numbers(take)),
            Self::Map(members) => members.iter().for_each(|(_, value)| value.numbers(take)),
            Self::Null | Self::Bool(_) | Self::Text(_) => {}
        }
    }
}

/// The texts of the numbers of a document.
pub(super) struct Numbers<'s> {
    sources: &'s Sources,
    indexes: HashMap<FileId, Index>,
}

impl<'s> Numbers<'s> {
    pub(super) fn new(document: &Node, sources: &'s Sources) -> Self {
        let mut places: HashMap<FileId, Vec<&Pointer>> = HashMap::new();
        document.numbers(&mut |place| places.entry(place.file).or_default().push(&place.pointer));
        let indexes = places
            .into_iter()
            .filter_map(|(id, pointers)| Some((id, Index::new(sources.file(id)?, pointers.into_iter()))));
        Self { sources, indexes: indexes.collect() }
    }

    /// Returns the text of a number in its file, if it is the same number in JSON. An override may have replaced it.
    pub(super) fn text(&self, number: &Number, place: &Place) -> String {
        let file = self.sources.file(place.file);
        let written = file.and_then(|file| self.indexes.get(&place.file)?.written(file, &place.pointer));
        let same = written.filter(|text| serde_json::from_str(text).is_ok_and(|own: Number| own == *number));
        same.map_or_else(|| number.to_string(), str::to_owned)
    }
}
