//! An object whose keys are keywords. It reports keywords that the reader did not take, and suggests spellings.

use super::Cursor;
use super::meant::{is_yaml, without_space};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::dialect::{Dialect, Fate, FixedFields, Is, Keyword, Version, is_known};
use crate::sources::Sources;
use crate::suggest::did_you_mean;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The number of keys that are compared instead of hashed.
const FEW: usize = 8;

/// An object whose keys are keywords. It remembers which ones were taken.
pub(crate) struct Object<'s> {
    pub place: Place,
    pub(super) members: &'s Map<String, Value>,
    pub(super) sources: &'s Sources,
    pub(super) described: Option<&'s str>,
    pub(super) asked: Vec<&'static str>,
    /// The object in messages, if it is known.
    pub(super) of: &'static str,
}

impl<'s> Object<'s> {
    /// Says which object this is, so that keywords of later versions are not read.
    pub(crate) fn of(self, fields: &'static FixedFields) -> Self {
        Self { of: fields.of, ..self }
    }

    /// Returns the value of a keyword, if it is there.
    pub(crate) fn take(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        if self.is_too_new(keyword) {
            return None;
        }
        self.asked.push(keyword);
        let value = self.get(keyword).filter(|value| !value.is_null())?;
        Some(Cursor::new(value, self.place.member(keyword), self.sources))
    }

    /// Returns the value of a keyword, which may be null.
    pub(crate) fn take_value(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        if self.is_too_new(keyword) {
            return None;
        }
        self.asked.push(keyword);
        let value = self.get(keyword)?;
        Some(Cursor::new(value, self.place.member(keyword), self.sources))
    }

    /// Returns the value of a key. In a small object, comparing all keys is faster than hashing one, and most keywords that
    /// the reader asks for are absent.
    fn get(&self, keyword: &str) -> Option<&'s Value> {
        match self.members.len() {
            0..=FEW => self.members.iter().find(|(key, _)| *key == keyword).map(|(_, value)| value),
            _ => self.members.get(keyword),
        }
    }

    /// Returns whether only a later version of OpenAPI has a keyword.
    pub(crate) fn is_too_new(&self, keyword: &str) -> bool {
        self.dialect().is_too_old_for(self.of, keyword)
    }

    /// Returns the value of a required keyword.
    pub(crate) fn require(
        &mut self,
        keyword: &'static str,
        of: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Cursor<'s>> {
        let found = self.take(keyword);
        if found.is_none() {
            let message = format!("{of} has no `{keyword}`");
            let place =
                if self.place.pointer.as_str().is_empty() { self.place.clone() } else { self.place.key() };
            let mut diagnostic = Diagnostic::new(codes::MISSING_KEYWORD, place, message);
            diagnostic.help.extend(self.members.keys().find_map(|key| self.joined(key, keyword)));
            diagnostics.push(diagnostic);
        }
        found
    }

    /// Returns the help for a YAML key that is a keyword together with its value: `in:query`.
    fn joined(&self, key: &str, keyword: &str) -> Option<String> {
        let is_joined = key.strip_prefix(keyword)?.starts_with(':') && is_yaml(self.sources, &self.place);
        is_joined.then(|| without_space(key)).flatten()
    }

    /// A keyword's text.
    pub(crate) fn text(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.take(keyword)?.text(diagnostics).map(Cow::into_owned)
    }

    /// The description. That of a reference has precedence: "A description which by default SHOULD override that of the
    /// referenced component." (OpenAPI 3.1, "Reference Object")
    pub(crate) fn description(&mut self, diagnostics: &mut Diagnostics) -> Option<String> {
        let own = self.text("description", diagnostics);
        self.described.map(str::to_owned).or(own)
    }

    /// A boolean keyword. Absent is false.
    pub(crate) fn flag(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> bool {
        self.take(keyword).and_then(|value| value.boolean(diagnostics)).unwrap_or(false)
    }

    /// A keyword's list of strings.
    pub(crate) fn strings(
        &mut self,
        keyword: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<String>> {
        let list = self.take(keyword)?;
        let items = list.items(diagnostics);
        if items.len() > bounds::MEDIA_TYPES {
            let message = format!("this list has more than {} entries", bounds::MEDIA_TYPES);
            diagnostics.push(Diagnostic::new(codes::LIMIT, list.place, message));
            return None;
        }
        Some(items.iter().filter_map(|item| item.text(diagnostics).map(Cow::into_owned)).collect())
    }

    /// Returns the version of the specification that its file follows.
    pub(crate) fn dialect(&self) -> &'static Dialect {
        self.sources.dialect(self.place.file)
    }

    /// Returns whether the object has a keyword, without reading it.
    pub(crate) fn has(&self, keyword: &str) -> bool {
        self.get(keyword).is_some()
    }

    /// Returns the value of a keyword, without taking it.
    pub(crate) fn peek(&self, keyword: &str) -> Option<Cursor<'s>> {
        let value = self.get(keyword).filter(|value| !value.is_null())?;
        Some(Cursor::new(value, self.place.member(keyword), self.sources))
    }

    /// Returns the keys of the object, known or not.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Reports the keywords that were not taken, except those that the table lists as ignored, and extensions.
    /// `misspelled` is the severity of a probable typo, which loses the content of the keyword.
    pub(crate) fn finish(
        self,
        fields: &'static FixedFields,
        misspelled: Severity,
        diagnostics: &mut Diagnostics,
    ) {
        self.log(fields);
        self.report_others(fields, misspelled, diagnostics);
    }

    /// Checks an object that has no effect. Its unknown keywords are warnings.
    pub(crate) fn check(mut self, fields: &'static FixedFields, diagnostics: &mut Diagnostics) {
        self.log(fields);
        let known = fields.rows().filter(|row| matches!(row.fate, Fate::Enforced | Fate::Typed));
        self.asked.extend(known.map(|row| row.name));
        self.report_others(fields, Severity::Warning, diagnostics);
    }

    fn log(&self, fields: &'static FixedFields) {
        if let Some(log) = &self.sources.log {
            log.enter(&self.place, (fields, self.dialect()), &self.asked);
        }
    }

    fn report_others(
        &self,
        fields: &'static FixedFields,
        misspelled: Severity,
        diagnostics: &mut Diagnostics,
    ) {
        for key in self.members.keys() {
            if self.dialect().is_too_old_for(fields.of, key) {
                diagnostics.push(self.new_keyword(key, fields));
                continue;
            }
            if key.starts_with("x-") || self.asked.contains(&key.as_str()) {
                continue;
            }
            if let Some(row) = fields.find(key).filter(|row| matches!(row.fate, Fate::Ignored(_))) {
                self.check_type(row, diagnostics);
                continue;
            }
            if diagnostics.is_full(Severity::Warning) && diagnostics.is_full(Severity::Error) {
                diagnostics.push(self.ignored(key, fields));
            } else {
                diagnostics.push(self.unknown(key, fields, misspelled));
            }
        }
    }

    /// Checks the type of a keyword that has no effect. Another type is a warning.
    fn check_type(&self, row: &'static Keyword, diagnostics: &mut Diagnostics) {
        let Some(value) = self.peek(row.name) else { return };
        let mut mistakes = Diagnostics::default();
        match row.is {
            Is::Any => {}
            Is::Text => drop(value.string(&mut mistakes)),
            Is::Boolean => drop(value.boolean(&mut mistakes)),
        }
        diagnostics.push_as_warnings(mistakes);
    }

    fn ignored(&self, key: &str, fields: &FixedFields) -> Diagnostic {
        let message = format!("`{key}` is not a {} of {}; it is ignored", fields.key(), fields.of);
        Diagnostic::warning(codes::UNKNOWN_KEYWORD, self.place.member(key).key(), message)
    }

    fn new_keyword(&self, key: &str, fields: &FixedFields) -> Diagnostic {
        let version = self.dialect().version;
        let message =
            format!("{} does not have the keyword `{key}` of {}; it is ignored", version.name(), fields.of);
        let help = match version {
            Version::Swagger2 => "it is a keyword of OpenAPI 3.2",
            _ => "it is new in OpenAPI 3.2; to use it, write `openapi: 3.2.0`",
        };
        Diagnostic::warning(codes::UNKNOWN_KEYWORD, self.place.member(key).key(), message).help(help)
    }

    fn unknown(&self, key: &str, fields: &'static FixedFields, misspelled: Severity) -> Diagnostic {
        if let Some(Fate::OtherVersion(version, instead)) = fields.find(key).map(|row| row.fate) {
            return self.ignored(key, fields).help(format!("this is {version} syntax; {instead}"));
        }
        let ignored = fields.rows().filter(|row| matches!(row.fate, Fate::Ignored(_)));
        let known = self.asked.iter().copied().chain(ignored.map(|row| row.name)).chain(["$ref"]);
        let known = known.filter(|known| !self.members.contains_key(*known));
        let known = known.filter(|known| !self.dialect().is_too_old_for(fields.of, known));
        let joined = known.clone().find_map(|known| self.joined(key, known));
        match joined.or_else(|| did_you_mean(key, known).map(|known| format!("did you mean `{known}`?"))) {
            Some(help) if misspelled < Severity::Error || is_known(key) => {
                self.ignored(key, fields).help(help)
            }
            Some(help) => {
                let message = format!("`{key}` is not a {} of {}", fields.key(), fields.of);
                let place = self.place.member(key).key();
                Diagnostic::new(codes::UNKNOWN_KEYWORD, place, message).help(help)
            }
            None => {
                let help = additional_method(key, fields).or_else(|| self.dialect().home_of(key));
                help.into_iter().fold(self.ignored(key, fields), Diagnostic::help)
            }
        }
    }
}

/// Returns the help for a method that has no keyword in a path item.
fn additional_method(key: &str, fields: &FixedFields) -> Option<String> {
    const METHODS: [&str; 9] =
        ["search", "copy", "move", "lock", "unlock", "propfind", "proppatch", "purge", "report"];
    let is_method = fields.of == "a path item" && METHODS.contains(&key.to_ascii_lowercase().as_str());
    is_method.then(|| {
        let method = key.to_ascii_uppercase();
        format!("OpenAPI 3.2 has other methods in `additionalOperations`: `additionalOperations: {{{method}: ..}}`")
    })
}
