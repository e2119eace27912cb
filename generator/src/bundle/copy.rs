//! Copies the document, and the values of other files that it reaches, with references that lead to the copies.

use super::kind::{Kind, Position};
use super::names::{Keys, own_key, reference};
use super::node::Node;
use super::targets::{Parts, unit};
use super::{Naming, report_other_version};
use crate::bounds;
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::dialect::{Dialect, Version};
use crate::pointer::Pointer;
use crate::reference::unescape;
use crate::sources::{Sources, lookup};
use crate::subtypes::Subtypes;
use serde_json::{Map, Value};
use std::collections::{HashSet, VecDeque};

/// A new entry of the document.
struct Entry {
    unit: Place,
    kind: Kind,
    container: &'static [&'static str],
    key: String,
}

/// The state of a copy.
pub(super) struct Copy<'a, 's> {
    pub(super) sources: &'s Sources,
    pub(super) main: FileId,
    names: &'a Naming,
    pub(super) parts: Parts,
    pub(super) keys: Keys,
    waiting: VecDeque<Entry>,
    /// The references of the document that are replaced with their targets.
    pub(super) in_place: HashSet<Place>,
    /// The values that are being copied in place of references, the outer ones first.
    around: Vec<Place>,
    /// The number of values so far.
    values: usize,
    files: HashSet<FileId>,
    pub(super) subtypes: Subtypes<'s>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl<'a, 's> Copy<'a, 's> {
    pub(super) fn new(
        sources: &'s Sources,
        main: FileId,
        names: &'a Naming,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let mut parts = Parts::default();
        parts.add(Place::file(main), Pointer::default(), Kind::Document);
        Self {
            sources,
            main,
            names,
            parts,
            keys: Keys::default(),
            waiting: VecDeque::new(),
            in_place: HashSet::new(),
            around: Vec::new(),
            values: 0,
            files: HashSet::from([main]),
            subtypes: Subtypes::default(),
            diagnostics,
        }
    }

    /// Returns the document.
    pub(super) fn document(mut self) -> Option<Node> {
        let place = Place::file(self.main);
        let root = self.value(&place)?;
        self.find_declared();
        let mut document = self.copy(&place, root, Position::One(Kind::Document));
        while let Some(entry) = self.waiting.pop_front() {
            let Some(value) = self.value(&entry.unit) else { continue };
            let copied = self.copy_unit(&entry.unit, value, entry.kind);
            let mut container = Some(&mut document);
            for token in entry.container {
                container = container.and_then(|node| node.entry(token));
            }
            if let Some(Node::Map(entries)) = container {
                entries.push((entry.key, copied));
            }
        }
        let files: Vec<FileId> = (0..).map(FileId).take(self.sources.files.len()).collect();
        for file in files.into_iter().filter(|file| self.files.contains(file)) {
            report_other_version(file, self.main, self.sources, self.diagnostics);
        }
        Some(document)
    }

    pub(super) fn dialect(&self) -> &'static Dialect {
        self.sources.dialect(self.main)
    }

    /// Returns the value at a place.
    pub(super) fn value(&self, place: &Place) -> Option<&'s Value> {
        lookup(self.sources.file(place.file)?.value.as_ref()?, &place.pointer)
    }

    /// Copies a value that becomes an entry. The schemas that a file declares are entries themselves, and `$schema` is a
    /// keyword of whole files.
    fn copy_unit(&mut self, unit: &Place, value: &'s Value, kind: Kind) -> Node {
        let mut copied = self.copy(unit, value, Position::One(kind));
        if let (Node::Map(members), Kind::Schema, "") = (&mut copied, kind, unit.pointer.as_str()) {
            members.retain(|(key, _)| !["$schema", "$defs", "definitions"].contains(&key.as_str()));
        }
        copied
    }

    /// Copies a value with new references.
    pub(super) fn copy(&mut self, at: &Place, value: &'s Value, position: Position) -> Node {
        let is_data = position.kind() == Kind::Data;
        let before = self.values;
        self.values += if is_data { count(value) } else { 1 };
        if self.values > bounds::VALUES {
            if before <= bounds::VALUES {
                let message = format!("the bundle has more than {} values", bounds::VALUES);
                self.diagnostics.push(Diagnostic::new(codes::LIMIT, at.clone(), message));
            }
            return Node::Null;
        }
        match value {
            _ if is_data => Node::verbatim(value, at),
            Value::Object(members) if members.get("$ref").is_some_and(Value::is_string) => {
                self.copy_reference(at, members, position)
            }
            Value::Object(members) => self.copy_members(at, members, position),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let copied = items.map(|(index, item)| self.copy(&at.item(index), item, position.item()));
                Node::List(copied.collect())
            }
            scalar => Node::verbatim(scalar, at),
        }
    }

    fn copy_members(&mut self, at: &Place, members: &'s Map<String, Value>, position: Position) -> Node {
        let dialect = self.sources.dialect(at.file);
        let is_schema = position == Position::One(Kind::Schema);
        let mut copied = Vec::new();
        for (key, value) in members {
            let place = at.member(key);
            let node = match (key.as_str(), value) {
                // With an `$id`, references inside the schema would be relative to it.
                ("$id", Value::String(_)) if is_schema => continue,
                ("description" | "operationId" | "summary" | "title", Value::Object(inner))
                    if matches!(position, Position::One(_)) && inner.contains_key("$ref") =>
                {
                    let message = "a `$ref` cannot replace text; it is kept as it is written";
                    self.diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, place.clone(), message));
                    Node::verbatim(value, &place)
                }
                ("$dynamicRef", Value::String(text)) if is_schema => self.dynamic(&place, text),
                ("security", Value::Array(list))
                    if requires(position) && dialect.version >= Version::OpenApi32 =>
                {
                    self.security(&place, list)
                }
                ("discriminator", Value::Object(inner)) if is_schema => self.discriminator(&place, inner),
                _ => self.copy(&place, value, position.member(key, value, dialect)),
            };
            copied.push((key.clone(), node));
        }
        Node::Map(copied)
    }

    /// Copies an object with a `$ref`, or its target.
    fn copy_reference(&mut self, at: &Place, members: &'s Map<String, Value>, position: Position) -> Node {
        let Some(target) = self.target(at) else { return self.copy_members(at, members, position) };
        let here = self.parts.find(target.file, &target.pointer);
        let is_map = matches!(position, Position::Map(_));
        let is_entry = position.kind().container(self.dialect()).is_some() && !is_map;
        let is_own = target.file == self.main;
        let is_replaced = self.in_place.contains(at)
            || (is_map && !is_own)
            || (!is_entry && (here.is_none() || position.kind() == Kind::PathItem && !is_own));
        if is_replaced {
            return self.inline(at, members, &target, position);
        }
        let here = here.or_else(|| self.add(&target, position.kind()));
        let Some(here) = here else { return self.inline(at, members, &target, position) };
        let written = members.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let text = if Self::leads(written, &here) { written.to_owned() } else { reference(&here) };
        let Node::Map(mut copied) = self.copy_members(at, members, position) else { return Node::Null };
        for (key, node) in &mut copied {
            if key == "$ref" {
                *node = Node::Text(text.clone());
            }
        }
        Node::Map(copied)
    }

    /// Returns whether a reference leads to a place of the document as it is written.
    pub(super) fn leads(written: &str, here: &Pointer) -> bool {
        written.strip_prefix('#').and_then(unescape).is_some_and(|pointer| pointer == here.as_str())
    }

    /// Copies the target of a reference in its place. Keywords next to the reference override those of the target: all
    /// keywords in a path item, and only `description`, `summary` and `title` in other objects.
    fn inline(
        &mut self,
        at: &Place,
        members: &'s Map<String, Value>,
        target: &Place,
        position: Position,
    ) -> Node {
        if self.around.contains(target) || self.around.len() >= bounds::REFERENCE_CHAIN {
            let message =
                "this reference is part of a cycle, and a bundle cannot contain its target as an entry";
            self.diagnostics.push(Diagnostic::new(codes::REFERENCE_CYCLE, at.member("$ref"), message));
            return Node::Null;
        }
        let Some(value) = self.value(target) else { return Node::Null };
        self.around.push(target.clone());
        self.files.insert(target.file);
        let copied = match position {
            Position::One(kind) => self.copy_unit(target, value, kind),
            Position::Map(_) => self.copy(target, value, position),
        };
        self.around.pop();
        let (Node::Map(mut all), Position::One(kind)) = (copied.clone(), position) else { return copied };
        let counts = |key: &str| kind == Kind::PathItem || ["description", "summary", "title"].contains(&key);
        let own: Vec<_> = members.iter().filter(|(key, _)| *key != "$ref" && counts(key)).collect();
        let dialect = self.sources.dialect(at.file);
        let mut merged = Vec::new();
        for (key, value) in own {
            let place = at.member(key);
            let mut copied = self.copy(&place, value, position.member(key, value, dialect));
            let index = all.iter().position(|(other, _)| other == key);
            let replaced = index.map(|index| all.remove(index).1);
            // The parameters of both count.
            if let (Node::List(own), Some(Node::List(others)), "parameters") =
                (&mut copied, replaced, key.as_str())
            {
                own.splice(0..0, others);
            }
            merged.push((key.clone(), copied));
        }
        merged.extend(all);
        Node::Map(merged)
    }

    /// Returns the place that a reference leads to. If a value of another file is itself only a
    /// reference, follows it, as the generated code does. Reports a reference without a target.
    pub(super) fn target(&mut self, at: &Place) -> Option<Place> {
        let mut passed: Vec<Place> = Vec::new();
        let mut here = at.clone();
        loop {
            let text = self.value(&here)?.get("$ref")?.as_str()?;
            let found = self.sources.resolve(&here.member("$ref"), text);
            let found = found.map(|(file, pointer)| Place::value(file, pointer));
            let Some((target, value)) = found.and_then(|place| Some((place.clone(), self.value(&place)?)))
            else {
                let cursor = Cursor::at_place(self.sources, here);
                drop(cursor.and_then(|cursor| cursor.follow_with_siblings(self.diagnostics)));
                return None;
            };
            let is_only_reference = value.as_object().is_some_and(|members| members.len() == 1)
                && value.get("$ref").is_some_and(Value::is_string);
            let is_cycle = passed.contains(&target);
            if !is_only_reference || is_cycle || self.parts.find(target.file, &target.pointer).is_some() {
                return Some(target);
            }
            passed.push(target.clone());
            here = target;
        }
    }

    /// Adds the entry for a place of another file, and returns the place in the document. `None` if there are no entries
    /// of this kind.
    pub(super) fn add(&mut self, target: &Place, kind: Kind) -> Option<Pointer> {
        let (unit, kind) = unit(target, kind, self.sources);
        let container = kind.container(self.dialect())?;
        self.add_unit(&unit, kind, container);
        self.parts.find(target.file, &target.pointer)
    }

    /// Adds an entry.
    pub(super) fn add_unit(&mut self, unit: &Place, kind: Kind, container: &'static [&'static str]) {
        let key = self.keys.choose(unit, kind, container, self.names, self.sources, self.diagnostics);
        let start = container.iter().fold(Pointer::default(), |pointer, token| pointer.member(token));
        self.files.insert(unit.file);
        self.parts.add(unit.clone(), start.member(&key), kind);
        // A discriminator selects one of several types.
        if kind == Kind::Schema && own_key(unit, self.sources) != key && self.names.can_be_type(unit) {
            self.report_other_name(unit, &key);
        }
        self.waiting.push_back(Entry { unit: unit.clone(), kind, container, key });
        self.keep_subtypes(unit);
    }
}

/// Returns whether an object has a `security`.
fn requires(position: Position) -> bool {
    matches!(position, Position::One(Kind::Document | Kind::Operation))
}

/// Returns the number of values in a value, including itself.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}
