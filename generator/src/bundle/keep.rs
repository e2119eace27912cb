//! The parts of the document that no ordinary reference reaches: declared entries, subtypes, and discriminators.

use super::copy::Copy;
use super::kind::Kind;
use super::names::{own_key, reference};
use super::node::Node;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Place};
use crate::named::reference_to;
use crate::pointer::Pointer;
use crate::sources::lookup;
use serde_json::{Map, Value};

/// The objects with entries, and the kinds of these.
const CONTAINERS: [(&[&str], Kind); 12] = [
    (&["definitions"], Kind::Schema),
    (&["parameters"], Kind::Parameter),
    (&["responses"], Kind::Response),
    (&["components", "schemas"], Kind::Schema),
    (&["components", "parameters"], Kind::Parameter),
    (&["components", "responses"], Kind::Response),
    (&["components", "requestBodies"], Kind::RequestBody),
    (&["components", "headers"], Kind::Header),
    (&["components", "examples"], Kind::Example),
    (SECURITY_SCHEMES, Kind::SecurityScheme),
    (&["components", "links"], Kind::Link),
    (&["components", "callbacks"], Kind::Callback),
];

const SECURITY_SCHEMES: &[&str] = &["components", "securitySchemes"];

/// The objects whose references are replaced with their targets.
const REPLACED: [&[&str]; 2] = [&["paths"], &["webhooks"]];

impl<'s> Copy<'_, 's> {
    /// Finds the entries that the document declares, and the parts of other files that are in the document anyway.
    pub(super) fn find_declared(&mut self) {
        let mut in_place = Vec::new();
        for (container, kind) in CONTAINERS {
            let here = container.iter().fold(Pointer::default(), |pointer, token| pointer.member(token));
            let Some((place, entries)) = self.declared(&here) else { continue };
            for key in entries.keys() {
                self.keys.declare(container, key, place.member(key));
            }
            for (key, value) in entries {
                in_place.extend(self.find_in_place(&place.member(key), here.member(key), value, kind));
            }
        }
        for container in REPLACED {
            let here = container.iter().fold(Pointer::default(), |pointer, token| pointer.member(token));
            let Some((place, entries)) = self.declared(&here) else { continue };
            for (key, value) in entries {
                if value.get("$ref").is_some_and(Value::is_string) {
                    let at = place.member(key);
                    if let Some(target) = self.target(&at).filter(|target| target.file != self.main) {
                        self.parts.add(target, here.member(key), Kind::PathItem);
                    }
                }
            }
        }
        // Last, since a subtype can be an entry of its own.
        for target in in_place {
            self.keep_subtypes(&target);
        }
    }

    /// Returns the entries of an object of the document, which can be a reference to another file.
    fn declared(&mut self, here: &Pointer) -> Option<(Place, &'s Map<String, Value>)> {
        let mut place = Place::value(self.main, here.clone());
        let mut value = self.value(&place)?;
        if value.get("$ref").is_some_and(Value::is_string) {
            place = self.target(&place)?;
            value = self.value(&place)?;
            self.parts.add(place.clone(), here.clone(), Kind::Other);
        }
        Some((place, value.as_object()?))
    }

    /// Marks an entry that is only a reference to a value of the same name: the value is copied in its place. Only
    /// schemas give names to types, so other objects never need a second entry.
    fn find_in_place(&mut self, at: &Place, here: Pointer, value: &'s Value, kind: Kind) -> Option<Place> {
        let members =
            value.as_object().filter(|members| members.get("$ref").is_some_and(Value::is_string))?;
        let annotates = |key: &String| ["$ref", "description", "summary", "title"].contains(&key.as_str());
        let target = self.target(at).filter(|_| members.keys().all(annotates))?;
        let is_here = self.parts.find(target.file, &target.pointer).is_some();
        let is_unit = super::targets::unit(&target, kind, self.sources).0 == target;
        let own = here.split_last().map(|(_, key)| key.into_owned()).unwrap_or_default();
        let has_name = kind != Kind::Schema || own_key(&target, self.sources) == own;
        if is_here || !is_unit || !has_name {
            return None;
        }
        self.parts.add(target.clone(), here, kind);
        self.in_place.insert(at.clone());
        Some(target)
    }

    /// Reports a schema that gets another name, if its name can be the value of a discriminator.
    pub(super) fn report_other_name(&mut self, unit: &Place, key: &str) {
        if !self.sources.files.iter().any(|file| file.text.contains("discriminator")) {
            return;
        }
        let message = format!(
            "this schema has the name `{key}` in the bundle, which is also its value for a `discriminator` without a `mapping`"
        );
        let help = "write a `mapping`, or choose another name for the other schema";
        self.diagnostics.push(Diagnostic::warning(codes::BUNDLE, unit.clone(), message).help(help));
    }

    /// Adds the subtypes of a schema: no reference leads to them.
    pub(super) fn keep_subtypes(&mut self, unit: &Place) {
        let Some(base) = Cursor::at_place(self.sources, unit.clone()) else { return };
        if base.value.get("discriminator").is_none() {
            return;
        }
        for subtype in self.subtypes.of(&base) {
            if self.parts.find(subtype.place.file, &subtype.place.pointer).is_none() {
                self.add(&subtype.place, Kind::Schema);
            }
        }
    }

    /// Copies a "Discriminator Object". Its `mapping` has names and references.
    pub(super) fn discriminator(&mut self, at: &Place, members: &'s Map<String, Value>) -> Node {
        let copied = members.iter().map(|(key, value)| {
            let place = at.member(key);
            let node = match (key.as_str(), value) {
                ("defaultMapping", target) => self.mapped(&place, target),
                ("mapping", Value::Object(targets)) => {
                    let targets = targets.iter();
                    Node::Map(
                        targets
                            .map(|(value, target)| (value.clone(), self.mapped(&place.member(value), target)))
                            .collect(),
                    )
                }
                _ => Node::verbatim(value, &place),
            };
            (key.clone(), node)
        });
        Node::Map(copied.collect())
    }

    /// Copies the schema of a value: a name of `components` first, and otherwise a reference.
    fn mapped(&mut self, at: &Place, target: &'s Value) -> Node {
        let Some(text) = target.as_str() else { return Node::verbatim(target, at) };
        let dialect = self.sources.dialect(at.file);
        let named = reference_to(&text.replace('~', "~0").replace('/', "~1"), dialect);
        let named =
            named.strip_prefix('#').and_then(Pointer::parse).map(|pointer| Place::value(at.file, pointer));
        let named = named.filter(|place| self.value(place).is_some());
        let is_own = at.file == self.main && named.is_some();
        let found = named.or_else(|| {
            let (file, pointer) = self.sources.resolve(at, text)?;
            let root = self.sources.file(file)?.value.as_ref()?;
            lookup(root, &pointer).map(|_| Place::value(file, pointer))
        });
        let Some(found) = found.filter(|_| !is_own) else { return Node::Text(text.to_owned()) };
        let here = self.parts.find(found.file, &found.pointer).or_else(|| self.add(&found, Kind::Schema));
        let here = here.filter(|here| !Self::leads(text, here));
        Node::Text(here.map_or_else(|| text.to_owned(), |here| reference(&here)))
    }

    /// Copies security requirements. Each names a security scheme of the document, or one of any file by its URI
    /// (OpenAPI 3.2, "Security Requirement Object"). Generated code names the latter by its key.
    pub(super) fn security(&mut self, at: &Place, list: &'s [Value]) -> Node {
        let copied = list.iter().enumerate().map(|(index, requirement)| {
            let place = at.item(index);
            let Node::Map(mut schemes) = Node::verbatim(requirement, &place) else { return Node::Null };
            for (name, _) in &mut schemes {
                let found =
                    self.sources.resolve(&place.member(name), name).filter(|_| name.contains(['/', '#']));
                let found = found.map(|(file, pointer)| Place::value(file, pointer));
                let Some(found) = found.filter(|found| self.value(found).is_some()) else { continue };
                if self.parts.find(found.file, &found.pointer).is_none() {
                    self.add_unit(&found, Kind::SecurityScheme, SECURITY_SCHEMES);
                }
                let here = self.parts.find(found.file, &found.pointer);
                if let Some((_, key)) = here.as_ref().and_then(Pointer::split_last) {
                    *name = key.into_owned();
                }
            }
            Node::Map(schemes)
        });
        Node::List(copied.collect())
    }

    /// Copies a `$dynamicRef`. In a copy, it gets a JSON pointer, which makes it an ordinary reference. The effect
    /// is the same unless several schemas have its anchor (JSON Schema 2020-12, section 8.2.3.2).
    pub(super) fn dynamic(&mut self, at: &Place, text: &str) -> Node {
        let found = self.sources.resolve(at, text).map(|(file, pointer)| Place::value(file, pointer));
        let Some((found, value)) = found.and_then(|place| Some((place.clone(), self.value(&place)?))) else {
            return Node::Text(text.to_owned());
        };
        let is_own = found.file == self.main && at.file == self.main;
        if self.sources.is_dynamic(text, value) && !is_own {
            let message = format!(
                "the target of the `$dynamicRef` `{text}` depends on the schemas around it, which a bundle does not keep apart"
            );
            self.diagnostics.push(Diagnostic::new(codes::BUNDLE, at.clone(), message).help("use a `$ref`"));
        }
        if is_own {
            return Node::Text(text.to_owned());
        }
        let here = self.parts.find(found.file, &found.pointer).or_else(|| self.add(&found, Kind::Schema));
        Node::Text(here.map_or_else(|| text.to_owned(), |here| reference(&here)))
    }
}
