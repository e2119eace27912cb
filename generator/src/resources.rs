//! Resources: schemas with an `$id` (JSON Schema 2020-12, section 8.2), documents with a `$self` (OpenAPI 3.2), and the
//! references to them. Both are names, and are never fetched.

use crate::codes;
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::dialect::{Dialect, Version};
use crate::pointer::Pointer;
use crate::reference::{split, unescape};
use crate::walk::{Position, Walk, walk_known};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A schema with an `$id`, or a document with a `$self`.
#[derive(Debug)]
pub(crate) struct Resource {
    pub file: FileId,
    pub pointer: Pointer,
    /// The absolute URI, without a fragment.
    pub uri: String,
    /// The keyword with the URI: `$id` or `$self`.
    pub keyword: &'static str,
}

impl Resource {
    /// Returns the place of its URI.
    pub(crate) fn place(&self) -> Place {
        Place::value(self.file, self.pointer.clone()).member(self.keyword)
    }

    /// Returns the resource in a message, such as "the schema with the `$id` `a`".
    pub(crate) fn describe(&self) -> String {
        let kind = if self.keyword == SELF { "document" } else { "schema" };
        format!("the {kind} with the `{}` `{}`", self.keyword, self.uri)
    }
}

const ID: &str = "$id";
const SELF: &str = "$self";

/// Finds the resources of a file, the outer ones first.
pub(crate) fn find_resources(file: FileId, root: &Value, dialect: &Dialect) -> Vec<Resource> {
    let mut found: Vec<Resource> = Vec::new();
    // The resources around the object, by their index.
    let mut around: Vec<usize> = Vec::new();
    walk_known(root, &Pointer::default(), dialect, &mut |at, members, position| {
        let own = own_id(members, position).map(|own| (ID, own));
        let own = own.or_else(|| Some((SELF, own_self(at, members, dialect)?)));
        let Some((keyword, own)) = own else { return Walk::Into };
        let contains = |index: &usize| {
            found.get(*index).is_some_and(|outer| is_inside(at.as_str(), outer.pointer.as_str()))
        };
        while around.last().is_some_and(|index| !contains(index)) {
            around.pop();
        }
        let base = around.last().and_then(|index| found.get(*index)).map_or("", |outer| outer.uri.as_str());
        let uri = resolve(base, own);
        around.push(found.len());
        found.push(Resource { file, pointer: at.clone(), uri, keyword });
        Walk::Into
    });
    found
}

/// Reports two resources with the same URI.
fn report_repeated(again: &Resource, first: &Resource) -> Option<Diagnostic> {
    if first.place() == again.place() {
        return None;
    }
    let kind = if again.keyword == SELF { "documents" } else { "schemas" };
    let message = format!("two {kind} have the `{}` `{}`", again.keyword, again.uri);
    let diagnostic = Diagnostic::new(codes::BAD_REFERENCE, again.place(), message);
    Some(diagnostic.label("declared again here").and(first.place(), "first declared here"))
}

/// Returns the `$id` of a schema without its fragment, if it has one.
fn own_id(members: &Map<String, Value>, position: Position) -> Option<&str> {
    let id = members.get(ID).and_then(Value::as_str).filter(|_| position == Position::Object)?;
    Some(split(id).0).filter(|id| !id.is_empty())
}

/// Returns the `$self` of a document without its fragment, if it has one.
fn own_self<'m>(at: &Pointer, members: &'m Map<String, Value>, dialect: &Dialect) -> Option<&'m str> {
    let is_document = at.as_str().is_empty() && members.contains_key("openapi");
    let own = members.get(SELF).filter(|_| is_document && dialect.version >= Version::OpenApi32);
    Some(split(own?.as_str()?).0).filter(|uri| !uri.is_empty())
}

/// The anchors of a file. They are found in one walk, because a file can refer to each of them.
#[derive(Debug)]
pub(crate) struct Anchors {
    /// The schema of each anchor, by the resource that contains it.
    schemas: HashMap<Pointer, HashMap<String, Pointer>>,
    /// The number of schemas with each `$dynamicAnchor`.
    dynamic: HashMap<String, usize>,
}

impl Anchors {
    /// Finds the anchors of a file. Those of a schema with an `$id` belong to another resource.
    pub(crate) fn of(root: &Value, dialect: &Dialect) -> Self {
        let (mut schemas, mut dynamic) =
            (HashMap::<Pointer, HashMap<String, Pointer>>::new(), HashMap::new());
        let mut around = vec![Pointer::default()];
        walk_known(root, &Pointer::default(), dialect, &mut |at, members, position| {
            while around.last().is_some_and(|outer| !is_inside(at.as_str(), outer.as_str())) {
                around.pop();
            }
            if own_id(members, position).is_some() {
                around.push(at.clone());
            }
            if position != Position::Object {
                return Walk::Into;
            }
            let own =
                ["$anchor", "$dynamicAnchor"].map(|keyword| members.get(keyword).and_then(Value::as_str));
            for anchor in own.into_iter().flatten() {
                let resource = schemas.entry(around.last().cloned().unwrap_or_default()).or_default();
                resource.entry(anchor.to_owned()).or_insert_with(|| at.clone());
            }
            if let [_, Some(anchor)] = own {
                *dynamic.entry(anchor.to_owned()).or_default() += 1;
            }
            Walk::Into
        });
        Self { schemas, dynamic }
    }

    /// Returns the schema with this `$anchor` in the resource at `root` (JSON Schema 2020-12, section 8.2.2). For a
    /// `$ref`, a `$dynamicAnchor` is an `$anchor` too.
    pub(crate) fn find(&self, anchor: &str, root: &Pointer) -> Option<&Pointer> {
        self.schemas.get(root)?.get(anchor)
    }

    /// Returns how many schemas have this `$dynamicAnchor`.
    pub(crate) fn count_dynamic(&self, anchor: &str) -> usize {
        self.dynamic.get(anchor).copied().unwrap_or_default()
    }
}

/// The resources of all files, and where to find them: a run can have as many references as resources.
#[derive(Debug, Default)]
pub(crate) struct Resources {
    all: Vec<Resource>,
    by_uri: HashMap<String, usize>,
    /// The resources of each file, by their JSON pointer.
    by_place: HashMap<FileId, HashMap<String, usize>>,
}

impl Resources {
    /// Adds a resource, or reports one whose URI another resource has.
    pub(crate) fn add(&mut self, resource: Resource) -> Option<Diagnostic> {
        if let Some(first) = self.by_uri.get(&resource.uri).and_then(|index| self.all.get(*index)) {
            return report_repeated(&resource, first);
        }
        let index = self.all.len();
        self.by_uri.insert(resource.uri.clone(), index);
        self.by_place.entry(resource.file).or_default().insert(resource.pointer.as_str().to_owned(), index);
        self.all.push(resource);
        None
    }

    /// Returns the resource that a reference at a place means, and the fragment in it. A reference without a URI means
    /// the resource that contains it.
    pub(crate) fn find_target(&self, at: &Place, reference: &str) -> Option<(&Resource, String)> {
        let (path, fragment) = split(reference);
        let target = match path {
            "" => self.find_around(at)?,
            path => self.all.get(*self.by_uri.get(&self.absolute_uri(at, path))?)?,
        };
        Some((target, unescape(fragment)?))
    }

    /// Returns the URI of a reference without a fragment. It is relative if no `$id` around it is its base.
    pub(crate) fn absolute_uri(&self, at: &Place, path: &str) -> String {
        resolve(self.find_around(at).map_or("", |around| around.uri.as_str()), path)
    }

    /// Returns the URI that a reference at a place means. `None` if it is relative, and no `$id` around it is its base.
    pub(crate) fn uri_of(&self, at: &Place, reference: &str) -> Option<String> {
        let (path, _) = split(reference);
        let uri = self.absolute_uri(at, path);
        let is_absolute = uri.contains("://") || self.find_around(at).is_some();
        (!path.is_empty() && is_absolute).then_some(uri)
    }

    /// Returns the innermost resource around a place.
    fn find_around(&self, at: &Place) -> Option<&Resource> {
        let of_file = self.by_place.get(&at.file)?;
        let mut pointer = at.pointer.as_str();
        loop {
            if let Some(index) = of_file.get(pointer) {
                return self.all.get(*index);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}

fn is_inside(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Resolves a URI reference without a fragment against a base (RFC 3986, section 5.2).
fn resolve(base: &str, reference: &str) -> String {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && !scheme.contains(['/', '?'])
    });
    if has_scheme || base.is_empty() {
        return reference.to_owned();
    }
    let (authority, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (format!("{scheme}://{host}"), path)
        }
        None => (String::new(), base.trim_start_matches('/')),
    };
    let (whole, relative) = match reference.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (path.rsplit_once('/').map_or("", |(folder, _)| folder), reference),
    };
    let mut segments: Vec<&str> = Vec::new();
    for segment in whole.split('/').chain(relative.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other),
        }
    }
    let is_folder = matches!(relative.rsplit('/').next(), Some("" | "." | "..")) && !segments.is_empty();
    format!("{authority}/{}{}", segments.join("/"), if is_folder { "/" } else { "" })
}

#[cfg(test)]
#[path = "tests/resources.rs"]
mod tests;
