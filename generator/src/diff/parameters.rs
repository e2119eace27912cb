//! The rules for parameters.

use super::bodies::{self, Form};
use super::draft::Draft;
use super::flat::Flat;
use super::objects;
use super::pair::{Pair, Slot};
use super::route::in_words;
use super::rules::{
    CONSTRAINT_LOOSENED, CONSTRAINT_TIGHTENED, NAME_CHANGED, PARAMETER_ADDED_OPTIONAL,
    PARAMETER_ADDED_REQUIRED, PARAMETER_LIST_CHANGED, PARAMETER_MOVED, PARAMETER_OPTIONAL, PARAMETER_REMOVED,
    PARAMETER_RENAMED, PARAMETER_REQUIRED, PATH_VARIABLE_RENAMED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::api::{JsonType, Location, Operation, Parameter, SchemaId, Style, StyleForm, Syntax};
use crate::diagnostic::Placed;
use serde_json::Value;

/// Compares the parameters of an operation. A parameter is the same if it has, in this order, the same place in the
/// path, or the same location and name; the same name; or the same location and schema, and is the only such one.
pub(super) fn compare<'s>(walk: &mut Walk<'_, 's>, index: usize, old: &'s Operation, new: &'s Operation) {
    let mut added: Vec<&'s Parameter> = Vec::new();
    let mut gone: Vec<&'s Parameter> = old.parameters.iter().collect();
    for parameter in &new.parameters {
        match gone.iter().position(|known| is_same((old, known), (new, parameter))) {
            Some(known) => compare_parameter(walk, index, gone.remove(known), parameter),
            None => added.push(parameter),
        }
    }
    for rule in [PARAMETER_MOVED, PARAMETER_RENAMED] {
        let alike: Vec<(&Parameter, &Parameter)> = if rule == PARAMETER_MOVED {
            pairs(&gone, &added, |old, new| old.name == new.name)
        } else {
            pairs(&gone, &added, |old, new| {
                old.location == new.location && shape(walk.old, old) == shape(walk.new, new)
            })
        };
        for (old, new) in alike {
            gone.retain(|known| !std::ptr::eq(*known, old));
            added.retain(|known| !std::ptr::eq(*known, new));
            replaced(walk, index, old, new);
        }
    }
    for parameter in added {
        let (rule, required) = match parameter.required {
            true => (PARAMETER_ADDED_REQUIRED, "required"),
            false => (PARAMETER_ADDED_OPTIONAL, "optional"),
        };
        let message = format!("the {required} {} is new in {}", describe(parameter), in_words(new));
        let names = walk.new.names_of(&parameter.place);
        walk.add_to_requests(index, Draft::new(rule, message).at(None, Some(&parameter.place)).names(names));
    }
    for parameter in gone {
        let message = format!("the {} is gone from {}", describe(parameter), in_words(new));
        let names = walk.old.names_of(&parameter.place);
        let draft = Draft::new(PARAMETER_REMOVED, message).at(Some(&parameter.place), None).names(names);
        // The receivers of a request that the server sends rely on it.
        let draft = if parameter.required { draft.wire_in_responses(Verdict::Breaks) } else { draft };
        let help = match new.role.is_served() {
            true => "stop using its field: requests that have it are not rejected",
            false => "stop setting its field",
        };
        walk.add_to_requests(index, draft.help(help));
    }
}

fn is_same((old, one): (&Operation, &Parameter), (new, other): (&Operation, &Parameter)) -> bool {
    let is_header = one.location == Location::Header;
    let same_name = one.name == other.name || (is_header && one.name.eq_ignore_ascii_case(&other.name));
    match (one.location, other.location) {
        (Location::Path, Location::Path) => {
            let (was, is) = (variable(&old.path, &one.name), variable(&new.path, &other.name));
            was == is && (was.is_some() || same_name)
        }
        // The name of a query as a whole is not sent.
        (Location::Querystring, Location::Querystring) => true,
        (one, other) => one == other && same_name,
    }
}

/// Returns the position of a variable among those of the path.
fn variable(path: &str, name: &str) -> Option<usize> {
    let variables = path.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
    variables.into_iter().position(|known| known == name)
}

/// Returns the pairs of parameters that are alike, if each is alike to only one.
fn pairs<'s>(
    old: &[&'s Parameter],
    new: &[&'s Parameter],
    is_alike: impl Fn(&Parameter, &Parameter) -> bool,
) -> Vec<(&'s Parameter, &'s Parameter)> {
    let only = |one: &'s Parameter| {
        let mut others = new.iter().filter(|other| is_alike(one, other));
        others.next().copied().filter(|_| others.next().is_none())
    };
    let found = old.iter().filter_map(|one| Some((*one, only(one)?)));
    found.filter(|(_, new)| old.iter().filter(|other| is_alike(other, new)).count() == 1).collect()
}

/// A parameter of the same location and schema is probably the same one.
fn shape(side: &Side<'_>, parameter: &Parameter) -> (String, bool, Vec<String>) {
    let flat = Flat::new(side, &[parameter.schema]);
    let constraints = flat.constraints.iter().map(|one| format!("{:?}", one.value)).collect();
    (flat.type_name(), parameter.required, constraints)
}

fn replaced(walk: &mut Walk<'_, '_>, index: usize, old: &Parameter, new: &Parameter) {
    let message = format!("the {} is the {} now", describe(old), describe(new));
    let mut names = walk.old.names_of(&old.place);
    names.extend(walk.new.names_of(&new.place));
    let draft = if old.name == new.name {
        let wire = if new.required || old.required { Verdict::Breaks } else { Verdict::Maybe };
        Draft::new(PARAMETER_MOVED, message)
            .wire(wire)
            .help("its field keeps its name, so the compiler does not report it")
    } else {
        let wire = if new.required { Verdict::Breaks } else { Verdict::Maybe };
        Draft::new(PARAMETER_RENAMED, message).wire(wire).help("rename its field, or keep it with `--rename`")
    };
    walk.add_to_requests(index, draft.at(Some(&old.place), Some(&new.place)).names(names));
    compare_required(walk, index, old, new);
    visit(walk, index, old, new);
}

/// Describes a parameter in a message: "query parameter `limit`".
fn describe(parameter: &Parameter) -> String {
    let location = match parameter.location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Form => "form field",
        Location::Cookie => "cookie",
        Location::Querystring => "query",
    };
    format!("{location} `{}`", parameter.name)
}

fn compare_parameter(walk: &mut Walk<'_, '_>, index: usize, old: &Parameter, new: &Parameter) {
    let places = (Some(&old.place), Some(&new.place));
    let mut names = walk.old.names_of(&old.place);
    names.extend(walk.new.names_of(&new.place));
    if old.location == Location::Path && old.name != new.name {
        let message = format!("the path variable `{}` is `{}` now", old.name, new.name);
        let draft = Draft::new(PATH_VARIABLE_RENAMED, message).at(places.0, places.1).names(names.clone());
        walk.add_to_requests(
            index,
            draft.help("URLs stay the same; rename its field, or keep it with `--rename`"),
        );
    }
    if old.location == Location::Querystring && old.name != new.name {
        let message = format!("the name of the query was `{}`, and is `{}` now", old.name, new.name);
        let draft = Draft::new(NAME_CHANGED, message).at(places.0, places.1).names(names.clone());
        walk.add_to_requests(index, draft.help("rename its field, or keep it with `--rename`"));
    }
    compare_required(walk, index, old, new);
    bodies::compare_encodings(walk, index, &Form::of_parameter(old), &Form::of_parameter(new));
    if let Some(message) = writing(walk, old, new) {
        let draft = Draft::new(PARAMETER_LIST_CHANGED, message).at(places.0, places.1).names(names);
        walk.add_to_requests(
            index,
            draft.help("texts of old clients may have another value without an error"),
        );
    }
    compare_empty(walk, index, old, new);
    visit(walk, index, old, new);
}

/// Compares `allowEmptyValue`, with which the field of a required parameter is an `Option`. A string can be empty anyway.
fn compare_empty(walk: &mut Walk<'_, '_>, index: usize, old: &Parameter, new: &Parameter) {
    let is_string = |side: &Side<'_>, parameter: &Parameter| {
        Flat::new(side, &[parameter.schema]).types == [JsonType::String]
    };
    let matters = !is_string(walk.old, old) || !is_string(walk.new, new);
    if old.allow_empty == new.allow_empty || !matters {
        return;
    }
    let (rule, effect) = match new.allow_empty {
        true => (CONSTRAINT_LOOSENED, "may be sent without a value now"),
        false => (CONSTRAINT_TIGHTENED, "needs a value now"),
    };
    let draft = Draft::new(rule, format!("the {} {effect}", describe(new)));
    let draft = if old.required && new.required { draft.build(Verdict::Breaks) } else { draft };
    let names = walk.old.names_of(&old.place).into_iter().chain(walk.new.names_of(&new.place));
    let draft = draft.at(Some(&old.place), Some(&new.place)).names(names);
    walk.add_to_requests(index, draft);
}

/// With a default, the field is a `T`, required or not.
fn compare_required(walk: &mut Walk<'_, '_>, index: usize, old: &Parameter, new: &Parameter) {
    let mut names = walk.old.names_of(&old.place);
    names.extend(walk.new.names_of(&new.place));
    let defaults = (given(walk.old, old), given(walk.new, new));
    let draft = match (old.required, new.required) {
        (false, false) => objects::default(&new.name, defaults.0, defaults.1),
        (false, true) => {
            let message = format!("the {} is required now", describe(new));
            let draft = Draft::new(PARAMETER_REQUIRED, message);
            Some(match defaults.0 {
                Some(_) => draft.build(Verdict::Safe),
                None => draft.help("its field is not an `Option` any more"),
            })
        }
        (true, false) => {
            let message = format!("the {} is optional now", describe(new));
            let draft = Draft::new(PARAMETER_OPTIONAL, message);
            Some(match defaults.1 {
                Some(_) => draft.build(Verdict::Safe),
                None => draft.help("its field is an `Option` now"),
            })
        }
        (true, true) => None,
    };
    if let Some(draft) = draft {
        let is_default = draft.old.is_some() || draft.new.is_some();
        let draft = if is_default { draft } else { draft.at(Some(&old.place), Some(&new.place)) };
        walk.add_to_requests(index, draft.names(names));
    }
}

fn given<'s>(side: &Side<'s>, parameter: &Parameter) -> Option<&'s Placed<Value>> {
    Flat::new(side, &[parameter.schema]).default
}

/// Returns whether the styles of a parameter or a header write its values in the same way. The style of a scalar matters
/// only in a path.
pub(super) fn is_written_alike(
    walk: &Walk<'_, '_>,
    (old, new): (Style, Style),
    (was, is): (SchemaId, SchemaId),
) -> bool {
    let (was, is) = (Flat::new(walk.old, &[was]).types, Flat::new(walk.new, &[is]).types);
    let has = |one: JsonType| was.contains(&one) || is.contains(&one);
    let in_path = [old, new].iter().any(|one| matches!(one.form, StyleForm::Label | StyleForm::Matrix));
    if old == new || !(in_path || has(JsonType::Array) || has(JsonType::Object)) {
        return true;
    }
    // `explode` does not change how a list is written with commas.
    old.form == StyleForm::Simple && new.form == StyleForm::Simple && !has(JsonType::Object)
}

/// Describes how the writing of a parameter has changed.
fn writing(walk: &Walk<'_, '_>, old: &Parameter, new: &Parameter) -> Option<String> {
    let content = |parameter: &Parameter| match &parameter.syntax {
        Syntax::Content(media_type) => Some(media_type.value.clone()),
        Syntax::CollectionFormat | Syntax::Style => None,
    };
    let (was, is) = (content(old), content(new));
    let is_json = |content: &Option<String>| content.as_deref().is_some_and(bodies::is_json);
    if was != is && !(is_json(&was) && is_json(&is)) {
        let named = |content: Option<String>| content.unwrap_or_else(|| "text".to_owned());
        return Some(format!(
            "the {} was written as {}, and is {} now",
            describe(new),
            named(was),
            named(is)
        ));
    }
    let is_same = is_written_alike(walk, (old.style, new.style), (old.schema, new.schema));
    let differs = was.is_none() && !is_same && old.location == new.location;
    differs.then(|| {
        let style = |parameter: &Parameter| match parameter.style.separator() {
            _ if parameter.style.form == StyleForm::DeepObject => "names in brackets".to_owned(),
            Some(separator) => format!("{separator:?} between items"),
            None => "one parameter for each item".to_owned(),
        };
        format!("the {} was written with {}, and is with {} now", describe(new), style(old), style(new))
    })
}

fn visit(walk: &mut Walk<'_, '_>, index: usize, old: &Parameter, new: &Parameter) {
    let directions = walk.requests(index);
    let is_json =
        |one: &Parameter| matches!(&one.syntax, Syntax::Content(name) if bodies::is_json(&name.value));
    let slot = if is_json(old) && is_json(new) { Slot::Value } else { Slot::Parameter };
    let pair = Pair { slot, old: vec![old.schema], new: vec![new.schema] };
    walk.visit(index, pair, directions);
}
