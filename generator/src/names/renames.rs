//! The names from settings, by place. This module returns the name of a place, and records which names were used,
//! because an unused one is a mistake.

use super::Namer;
use crate::choices::{Named, OnMistake, Rename};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Expr;
use crate::pointer::Pointer;
use crate::sources::lookup;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// The names from settings, and numbered names.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    given: Vec<Rename>,
    names: HashMap<(Place, Named), String>,
    used: RefCell<HashSet<(Place, Named)>>,
}

impl Renames {
    /// Collects the names from settings. If a place has two names, the first one is used.
    pub(super) fn new(given: Vec<Rename>) -> Self {
        let mut names = HashMap::new();
        for rename in &given {
            names.entry((rename.place.clone(), rename.named)).or_insert_with(|| rename.name.clone());
        }
        Self { given, names, used: RefCell::default() }
    }

    /// Returns whether a setting names a place.
    pub(super) fn has_given(&self, place: &Place, named: Named) -> bool {
        self.given.iter().any(|given| given.place == *place && given.named == named)
    }

    /// Sets a numbered name.
    pub(super) fn number(&mut self, place: Place, named: Named, name: String) {
        self.names.insert((place, named), name);
    }

    /// Returns the name of a place, without marking it as used.
    pub(super) fn peek(&self, place: &Place, named: Named) -> Option<&str> {
        self.names.get(&(place.clone(), named)).map(String::as_str)
    }

    /// Returns the name of a place, and marks it as used.
    pub(super) fn name_of(&self, place: &Place, named: Named) -> Option<&str> {
        let name = self.peek(place, named)?;
        self.used.borrow_mut().insert((place.clone(), named));
        Some(name)
    }
}

impl Namer<'_> {
    /// Reports unused names. If mistakes are skipped, the renamed part may have been omitted.
    pub(super) fn report_unused(&mut self, on_mistake: OnMistake) {
        let mut unused = Diagnostics::default();
        let used = self.renames.used.borrow();
        for rename in &self.renames.given {
            let key = (rename.place.clone(), rename.named);
            if used.contains(&key) {
                continue;
            }
            let (option, _) = rename.named.option();
            let message = format!(
                "`{option}: {}` has no effect: nothing in the generated code is named after this place",
                rename.name
            );
            let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, rename.place.clone(), message);
            let diagnostic = on_mistake.judge(diagnostic).help(self.why_unused(rename));
            unused.push(match &rename.origin {
                Some(origin) => diagnostic.and(origin.clone(), "the setting"),
                None => diagnostic,
            });
        }
        drop(used);
        self.diagnostics.append(unused);
    }

    fn why_unused(&self, rename: &Rename) -> String {
        let Rename { place, named, .. } = rename;
        let value =
            self.sources.file(place.file).and_then(|file| lookup(file.value.as_ref()?, &place.pointer));
        if let Some(reference) = value.and_then(|value| value.get("$ref")?.as_str()) {
            return format!("this is a reference: rename its target, `{reference}`");
        }
        if *named == Named::Type && self.renames_itself(place) {
            return "this has no type of its own: use `rename` here".to_owned();
        }
        let tokens: Vec<_> = place.pointer.tokens().collect();
        let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
        match tokens.as_slice() {
            [] if self.is_document(place) => {
                "this document has no module of its own: its operations have tags, or it is the whole API"
                    .to_owned()
            }
            ["tags", _] | ["paths", _, _, "tags", _] if !self.names.is_grouped() => {
                "the API is one trait, `Api`: tags become modules only if operations have several different first tags"
                    .to_owned()
            }
            ["tags", _] | ["paths", _, _, "tags", _] => {
                "no operation has this as its first tag, or another setting renames the tag".to_owned()
            }
            ["paths", _] => "a path has no name: rename its operations, such as `.../get`".to_owned(),
            [.., "callbacks", _] => {
                "a callback has no name of its own: rename its request at `.../{expression}/post`, or the function of its target at `.../{expression}`".to_owned()
            }
            ["webhooks", _] => "a webhook is named after its operation: rename `.../post`".to_owned(),
            [.., "responses", _] => {
                "a response is named after its status code; rename its type at `.../schema`".to_owned()
            }
            ["securityDefinitions", _] | ["components", "securitySchemes", _] => "no operation requires this scheme".to_owned(),
            _ => self.why_no_type(place),
        }
    }

    /// Returns whether `rename` names a place itself, in addition to its type.
    fn renames_itself(&self, place: &Place) -> bool {
        self.fields.contains(place) || self.model.operations.iter().any(|operation| operation.place == *place)
    }

    fn is_document(&self, place: &Place) -> bool {
        self.model.operations.iter().any(|operation| operation.document == place.file)
    }

    fn why_no_type(&self, place: &Place) -> String {
        let schema = self.model.schemas.iter().find(|(other, _)| other == place);
        let what = match schema.and_then(|(_, expr)| expr.as_ref()) {
            Some(Expr::Named(_)) | None => {
                return "you can rename operations, parameters, properties, headers, enum values, security schemes, first tags, and schemas that become structs, enums or aliases".to_owned();
            }
            Some(expr) => kind_of(expr),
        };
        let at = Pointer::parse(place.pointer.as_str()).unwrap_or_default();
        format!("the schema at `#{at}` becomes {what}, which has no name of its own")
    }
}

/// Describes a type that is not generated.
fn kind_of(expr: &Expr) -> &'static str {
    match expr {
        Expr::Any | Expr::AnyObject => "any JSON value",
        Expr::Boolean => "`bool`",
        Expr::Integer32 => "`i32`",
        Expr::Integer64 => "`i64`",
        Expr::Number => "`f64`",
        Expr::String => "`String`",
        Expr::List(_) => "a `Vec`",
        Expr::Map(_) => "a map",
        Expr::Nullable(_) => "a value that may be null",
        Expr::Named(_) | Expr::Preset(_) | Expr::Foreign(_) => "a type that is named elsewhere",
    }
}
