//! "Tag Object": the tags that a document declares.

use super::skim;
use crate::api::{Api, Tag};
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::dialect::{openapi3, swagger2};
use crate::suggest::did_you_mean;
use std::collections::{HashMap, HashSet};

/// Reads each "Tag Object".
pub(super) fn read_tags(
    object: &mut Object<'_>,
    api: &mut Api,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) {
    for item in object.take("tags").map(|tags| tags.items(diagnostics)).unwrap_or_default() {
        api.tags.extend(read_tag(&item, on_mistake, diagnostics));
    }
}

fn read_tag(item: &Cursor<'_>, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> Option<Tag> {
    let is_openapi3 = item.dialect().is_openapi3();
    let fields = if is_openapi3 { &openapi3::TAG } else { &swagger2::TAG };
    let mut object = item.follow(diagnostics)?.object_of(fields, diagnostics)?;
    let name = object.require("name", "the tag", diagnostics).and_then(|name| name.text(diagnostics));
    let mut tag = Tag {
        name: String::new(),
        summary: None,
        description: object.text("description", diagnostics),
        parent: None,
        kind: None,
        place: item.place.clone(),
    };
    if is_openapi3 {
        tag.summary = object.text("summary", diagnostics);
        tag.parent = object.take("parent").and_then(|parent| {
            let value = parent.text(diagnostics)?.into_owned();
            Some(Placed { value, place: parent.place })
        });
        tag.kind = object.text("kind", diagnostics);
    }
    skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
    object.finish(fields, on_mistake.severity(), diagnostics);
    Some(Tag { name: name?.into_owned(), ..tag })
}

/// Checks the `parent` of each tag. "The named tag MUST exist in the API description, and circular references between
/// parent and child tags MUST NOT be used." A parent with a mistake is ignored.
pub(super) fn check_parents(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (index, tag) in api.tags.iter().enumerate() {
        known.entry(&tag.name).or_insert(index);
    }
    let parent = |tag: &Tag| known.get(tag.parent.as_ref()?.value.as_str()).copied();
    let parents: Vec<Option<usize>> = api.tags.iter().map(parent).collect();
    let in_cycles = in_cycles(&parents);
    let mistakes = api.tags.iter().enumerate().map(|(index, tag)| {
        // A cycle that does not contain this tag is reported at the tags of the cycle.
        mistake(tag, &api.tags, (parents.get(index).copied().flatten(), in_cycles.contains(&index)))
    });
    let mistakes: Vec<Option<Diagnostic>> = mistakes.collect();
    for (tag, mistake) in api.tags.iter_mut().zip(mistakes) {
        if let Some(mistake) = mistake {
            tag.parent = None;
            diagnostics.push(mistake);
        }
    }
}

/// Reports tags of operations that are nearly spelled like a declared one. "Not all tags that are used by the Operation
/// Object must be declared", but a tag with a typo becomes a module of its own.
pub(super) fn report_undeclared(api: &Api, diagnostics: &mut Diagnostics) {
    let declared = || api.tags.iter().map(|tag| tag.name.as_str());
    let known: HashSet<&str> = declared().collect();
    let mut seen = HashSet::new();
    for operation in &api.operations {
        for (index, tag) in operation.tags.iter().enumerate() {
            if known.contains(tag.as_str()) || !seen.insert(tag.as_str()) {
                continue;
            }
            if let Some(meant) = did_you_mean(tag, declared()) {
                let message = format!("the tag `{tag}` is not declared in `tags`");
                let place = operation.place.member("tags").item(index);
                let help = format!("did you mean `{meant}`?");
                diagnostics.push(Diagnostic::warning(codes::BAD_REFERENCE, place, message).help(help));
            }
        }
    }
}

/// Returns the indexes that lead back to themselves. Each is visited once.
fn in_cycles(parents: &[Option<usize>]) -> HashSet<usize> {
    let mut found = HashSet::new();
    let mut visited = HashSet::new();
    for start in 0..parents.len() {
        let (mut path, mut here) = (Vec::new(), Some(start));
        while let Some(index) = here.filter(|index| visited.insert(*index)) {
            path.push(index);
            here = parents.get(index).copied().flatten();
        }
        if let Some(from) = path.iter().position(|index| Some(*index) == here) {
            found.extend(path.into_iter().skip(from));
        }
    }
    found
}

fn mistake(tag: &Tag, tags: &[Tag], (found, is_in_cycle): (Option<usize>, bool)) -> Option<Diagnostic> {
    let parent = tag.parent.as_ref()?;
    let warn = |message: String| Diagnostic::warning(codes::BAD_REFERENCE, parent.place.clone(), message);
    if found.is_none() {
        let message = format!("no tag has the name `{}`; the `parent` is ignored", parent.value);
        let help = match did_you_mean(&parent.value, tags.iter().map(|other| other.name.as_str())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "declare it in `tags`".to_owned(),
        };
        return Some(warn(message).help(help));
    }
    is_in_cycle.then(|| {
        let message = format!("the tag `{}` would be its own parent; the `parent` is ignored", tag.name);
        warn(message).help("remove the `parent` of the outermost tag")
    })
}
