//! The rule for keywords whose changes the diff does not judge, such as `not`.

use super::both::Both;
use super::draft::Draft;
use super::flat::Flat;
use super::rules::CONSTRAINT_CHANGED;
use super::side::Side;
use super::verdict::Verdict;
use crate::api::{Additional, Api, Conditional, Dependency, Items, Schema, SchemaId};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Compares these keywords. The names of their schemas, the texts in them and the order of properties do not matter.
pub(super) fn compare(both: &mut Both<'_, '_>) {
    let (old, new) = (keywords(both.old_side, &both.old), keywords(both.new_side, &both.new));
    let mut changed: Vec<&'static str> = Vec::new();
    for (keyword, _) in old.iter().chain(&new) {
        let of = |all: &[(&'static str, String)]| -> Vec<String> {
            let own = all.iter().filter(|(other, _)| other == keyword);
            let mut own: Vec<String> = own.map(|(_, text)| text.clone()).collect();
            own.sort_unstable();
            own
        };
        if !changed.contains(keyword) && of(&old) != of(&new) {
            changed.push(keyword);
        }
    }
    for keyword in changed {
        let message = format!("`{keyword}` has changed: the diff does not know whether it accepts more");
        let draft = Draft::new(CONSTRAINT_CHANGED, message);
        // In a form, a file has another type in Rust than a text.
        let is_file =
            |side: &Side<'_>, flat: &Flat<'_>| flat.ids.iter().any(|id| side.api.schemas.get(*id).is_content);
        let becomes_file = CONTENT.contains(&keyword)
            && is_file(both.old_side, &both.old) != is_file(both.new_side, &both.new);
        both.add_here(if becomes_file { draft.build(Verdict::Maybe) } else { draft });
    }
}

/// The keywords of texts that contain something else. Only forms and the data of events use them.
const CONTENT: [&str; 2] = ["contentEncoding", "contentMediaType"];

/// Returns the keywords, each with a text that is the same if the same values are valid.
fn keywords(side: &Side<'_>, flat: &Flat<'_>) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for schema in flat.ids.iter().map(|id| side.api.schemas.get(*id)) {
        let mut add = |keyword: &'static str, beside: String, schemas: &[SchemaId]| {
            found.push((keyword, beside + &in_text(side.api, schemas)));
        };
        if let Some(not) = schema.not {
            add("not", String::new(), &[not]);
        }
        if let Some(conditional) = schema.conditional.filter(Conditional::narrows) {
            add("if", String::new(), &[conditional.condition]);
            for (keyword, branch) in [("then", conditional.then), ("else", conditional.otherwise)] {
                if let Some(branch) = branch {
                    add(keyword, String::new(), &[branch]);
                }
            }
        }
        for (pattern, each) in &schema.pattern_properties {
            add("patternProperties", pattern.value.clone(), &[*each]);
        }
        for (name, dependency) in &schema.dependencies {
            match dependency {
                Dependency::Names(names) => add("dependentRequired", format!("{name}: {names:?}"), &[]),
                Dependency::Schema(then) => add("dependentSchemas", name.clone(), &[*then]),
            }
        }
        if let Some(contains) = schema.contains {
            add("contains", String::new(), &[contains.schema]);
            add("minContains", contains.least.to_string(), &[]);
            add("maxContains", format!("{:?}", contains.most), &[]);
        }
        if let Some(names) = schema.property_names {
            add("propertyNames", String::new(), &[names]);
        }
        // Those that reject all properties have a rule of their own.
        if let Some(each) = schema.unevaluated_properties.each() {
            add("unevaluatedProperties", String::new(), &[each]);
        }
        let is_tuple = matches!(schema.items, Items::Tuple(_));
        let items = [("items", &schema.more_items), ("unevaluatedItems", &schema.unevaluated_items)];
        for (keyword, items) in items {
            if items.narrows() && (is_tuple || keyword != "items") {
                add(keyword, String::new(), items.each().as_slice());
            }
        }
        let written = schema.place.as_ref().and_then(|place| side.written(place));
        for keyword in CONTENT {
            if let Some(text) = written.and_then(|schema| schema.get(keyword)?.as_str()) {
                add(keyword, text.to_owned(), &[]);
            }
        }
    }
    found
}

/// Returns schemas as text: the keywords that decide which values are valid, of each schema that they reach.
fn in_text(api: &Api, roots: &[SchemaId]) -> String {
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut reached: Vec<SchemaId> = Vec::new();
    let mut number = |id: SchemaId, reached: &mut Vec<SchemaId>| {
        *numbers.entry(id.index()).or_insert_with(|| {
            reached.push(id);
            reached.len()
        })
    };
    let roots: Vec<usize> = roots.iter().map(|id| number(*id, &mut reached)).collect();
    let mut text = format!("{roots:?}");
    let mut next = 0;
    while let Some(id) = reached.get(next).copied() {
        next += 1;
        let schema = api.schemas.get(id);
        let inside: Vec<(String, usize)> =
            inside(schema).into_iter().map(|(key, id)| (key, number(id, &mut reached))).collect();
        text.push_str(&own_text(schema));
        let _ = write!(text, "{inside:?}");
    }
    text
}

/// Returns the keywords of a schema that have no schemas as text.
fn own_text(schema: &Schema) -> String {
    let mut required: Vec<&str> = schema.required.iter().map(|one| one.value.as_str()).collect();
    required.sort_unstable();
    let mut constraints: Vec<String> =
        schema.constraints.iter().map(|one| format!("{:?}", one.value)).collect();
    constraints.sort_unstable();
    let unions: Vec<_> = schema.unions.iter().map(|union| union.kind).collect();
    let closed =
        [&schema.additional, &schema.more_items, &schema.unevaluated_properties, &schema.unevaluated_items];
    let closed = closed.map(|one| matches!(one, Additional::Rejected));
    let counts = schema.contains.map(|contains| (contains.least, contains.most));
    let types = (&schema.types, schema.nullable, &schema.format, &schema.enumeration, schema.open);
    format!("{:?}", (types, required, constraints, unions, closed, counts))
}

/// Returns the schemas directly inside a schema, each with its keyword.
fn inside(schema: &Schema) -> Vec<(String, SchemaId)> {
    let mut found: Vec<(String, SchemaId)> = Vec::new();
    let mut add = |key: &str, id: SchemaId| found.push((key.to_owned(), id));
    schema.all_of.iter().for_each(|id| add("allOf", *id));
    schema.applied_in_place().for_each(|id| add("in place", id));
    let items: &[SchemaId] = match &schema.items {
        Items::Each(item) => std::slice::from_ref(item),
        Items::Tuple(items) => items,
        Items::Unsaid => &[],
    };
    for id in items {
        add("items", *id);
    }
    let others = [
        ("contains", schema.contains.map(|contains| contains.schema)),
        ("propertyNames", schema.property_names),
        ("additionalProperties", schema.additional.each()),
        ("additionalItems", schema.more_items.each()),
        ("unevaluatedProperties", schema.unevaluated_properties.each()),
        ("unevaluatedItems", schema.unevaluated_items.each()),
    ];
    for (key, id) in others {
        if let Some(id) = id {
            add(key, id);
        }
    }
    for (pattern, id) in &schema.pattern_properties {
        add(&format!("patternProperties {}", pattern.value), *id);
    }
    let mut properties: Vec<_> = schema.properties.iter().collect();
    properties.sort_by_key(|property| &property.name);
    for property in properties {
        add(&format!("properties {}", property.name), property.schema);
    }
    found
}
