//! The keywords of a specification as tables: the fixed fields of each object, and the fate of each keyword. Spelling
//! suggestions, the search for references and the report use them. A keyword has its fate only if the reader took it,
//! so the log records which ones it took.

pub(crate) mod swagger2;

use crate::diagnostic::{FileId, Place};
use crate::pointer::Pointer;
use std::cell::RefCell;
use std::collections::HashMap;

/// The fixed fields of an object, such as those of the "Schema Object".
#[derive(Debug)]
pub(crate) struct FixedFields {
    /// The object in messages, such as "a schema".
    pub of: &'static str,
    /// Its keywords: its own list, and lists that it shares with other objects.
    pub keywords: &'static [&'static [Keyword]],
}

impl FixedFields {
    /// The word for a key of the object. A table without keywords is not of a specification, but of `stubsmith.yaml`.
    pub(crate) fn key(&self) -> &'static str {
        if self.keywords.is_empty() { "setting" } else { "keyword" }
    }

    /// The row of a keyword.
    pub(crate) fn find(&self, keyword: &str) -> Option<&'static Keyword> {
        self.rows().find(|row| row.name == keyword)
    }

    /// Every row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'static Keyword> + Clone {
        self.keywords.iter().copied().flatten()
    }

    /// Whether a keyword has no effect.
    pub(crate) fn is_ignored(&self, keyword: &str) -> bool {
        self.find(keyword).is_some_and(|row| matches!(row.fate, Fate::Ignored(_)))
    }
}

/// A keyword of an object.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub name: &'static str,
    pub fate: Fate,
    pub holds: Holds,
}

/// The effect of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It decides which requests are accepted, or which responses are valid.
    Enforced,
    /// It becomes a type, a name, a default or documentation: no value violates it.
    Typed,
    /// It has no effect, for this reason.
    Ignored(&'static str),
    /// It belongs to another version of the specification. The second string says what to write instead.
    OtherVersion(&'static str, &'static str),
}

/// The content of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Objects of the specification, or scalars.
    Objects,
    /// A map whose keys the author chose.
    Names,
    /// Values or text of the author, in which `$ref` is not a reference.
    Data,
}

impl Keyword {
    const fn new(name: &'static str, fate: Fate) -> Self {
        Self { name, fate, holds: Holds::Objects }
    }

    const fn enforced(name: &'static str) -> Self {
        Self::new(name, Fate::Enforced)
    }

    const fn typed(name: &'static str) -> Self {
        Self::new(name, Fate::Typed)
    }

    const fn ignored(name: &'static str, reason: &'static str) -> Self {
        Self::new(name, Fate::Ignored(reason))
    }

    const fn openapi3(name: &'static str, instead: &'static str) -> Self {
        Self::new(name, Fate::OtherVersion("OpenAPI 3", instead))
    }

    const fn names(mut self) -> Self {
        self.holds = Holds::Names;
        self
    }

    const fn data(mut self) -> Self {
        self.holds = Holds::Data;
        self
    }
}

/// A version of a specification.
#[derive(Debug)]
pub(crate) struct Dialect {
    pub objects: &'static [&'static FixedFields],
    /// Keywords of other versions that no object here has.
    pub others: &'static [&'static str],
}

impl Dialect {
    /// The content of a keyword's value, in any object.
    pub(crate) fn holds(&self, keyword: &str) -> Holds {
        let row = self.objects.iter().find_map(|fields| fields.find(keyword));
        row.map_or(Holds::Objects, |row| row.holds)
    }
}

/// Every supported version.
pub(crate) const DIALECTS: [&Dialect; 1] = [&swagger2::SWAGGER_2];

/// Whether a key is a keyword of any object of any version: such a key is not a typo.
pub(crate) fn is_known(key: &str) -> bool {
    DIALECTS.iter().any(|dialect| {
        dialect.others.contains(&key) || dialect.objects.iter().any(|fields| fields.find(key).is_some())
    })
}

/// The keywords that the reader took, by the place of their object.
#[derive(Debug, Default)]
pub(crate) struct Log(RefCell<HashMap<(FileId, Pointer), Taken>>);

/// The keywords of one object that were taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub fields: &'static FixedFields,
    pub keywords: Vec<&'static str>,
}

impl Taken {
    /// The effect of a keyword. None if the reader did not take it.
    pub(crate) fn fate(&self, keyword: &str) -> Option<Fate> {
        let row = self.fields.find(keyword)?;
        (matches!(row.fate, Fate::Ignored(_)) || self.keywords.contains(&keyword)).then_some(row.fate)
    }
}

impl Log {
    /// Logs an object that was read.
    pub(crate) fn enter(&self, place: &Place, fields: &'static FixedFields, keywords: &[&'static str]) {
        let taken = Taken { fields, keywords: keywords.to_vec() };
        self.0.borrow_mut().insert((place.file, place.pointer.clone()), taken);
    }

    /// The object at a place.
    pub(crate) fn at(&self, place: &Place) -> Option<Taken> {
        self.0.borrow().get(&(place.file, place.pointer.clone())).cloned()
    }

    /// Every object that was read.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<Taken> {
        self.0.borrow().values().cloned().collect()
    }
}
