//! The values of a discriminator that select each alternative of a union, and those that its property can have.

use super::fact::{Facts, Json};
use super::listed::scalars;
use crate::api::{Discriminator, JsonType, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, in_words};
use crate::model::Scalar;
use crate::named::name_of;
use std::collections::HashSet;

/// How many unions may be alternatives of each other. The values of deeper ones are unknown.
const DEPTH: usize = 2;

/// Returns the help for an alternative that the name of its schema cannot select.
pub(super) fn how_to_map(facts: &Facts<'_>, discriminator: &Discriminator) -> String {
    match facts.api.is_openapi3(&discriminator.place) {
        true => "write a `mapping` from each value to its schema".to_owned(),
        false => format!("let `{}` allow the name of each schema", discriminator.property),
    }
}

/// The values that select an alternative.
pub(super) struct Selector {
    pub values: Vec<String>,
    /// The values that the property can have in a valid object. `None` for any string.
    pub possible: Option<Vec<String>>,
    /// Whether the schema has the property.
    pub is_declared: bool,
    /// The values of the `mapping` that no valid object has, each with its place.
    pub contradictions: Vec<(String, Place)>,
    /// The name of the schema, if the specification lets it select the alternative, but no valid object has it.
    pub unlisted: Option<String>,
    pub name: Option<String>,
    /// Whether a discriminator in its `allOf` also selects the schema.
    pub is_inherited: bool,
}

/// Returns the values that select each alternative. An object that the name of the schema selects must also be valid, so
/// a name that the schema itself excludes would make the alternative useless.
///
/// | the value of an alternative | |
/// |---|---|
/// | the `mapping` has it, once or more | these values |
/// | the alternative is a `$ref`, and its property can be the name of its schema | the name |
/// | the property of another alternative has an `enum` or a `const` | those of its values that select no other one |
pub(super) fn selectors(
    facts: &Facts<'_>,
    discriminator: &Discriminator,
    alternatives: &[Vec<SchemaId>],
) -> Vec<Selector> {
    find_selectors(facts, discriminator, alternatives, DEPTH)
}

fn find_selectors(
    facts: &Facts<'_>,
    discriminator: &Discriminator,
    alternatives: &[Vec<SchemaId>],
    depth: usize,
) -> Vec<Selector> {
    let all = alternatives.iter().map(|ids| claimed(facts, discriminator, ids, depth));
    let mut all: Vec<Selector> = all.collect();
    let claimed: HashSet<String> = all.iter().flat_map(|selector| &selector.values).cloned().collect();
    for selector in all.iter_mut().filter(|selector| selector.values.is_empty()) {
        let possible = selector.possible.iter().flatten();
        selector.values = possible.filter(|value| !claimed.contains(*value)).cloned().collect();
        if selector.values.is_empty() {
            // Other alternatives have all of them, which is reported.
            selector.values = selector.possible.iter().flatten().cloned().collect();
        }
    }
    all
}

/// Finds the values that the `mapping` or its name gives to an alternative.
fn claimed(facts: &Facts<'_>, discriminator: &Discriminator, ids: &[SchemaId], depth: usize) -> Selector {
    let id = ids.last().copied().unwrap_or_default();
    let own = facts.target(id);
    let is_own = |other: SchemaId| other == id || facts.target(other) == own;
    let mapped: Vec<_> = discriminator.mapping.iter().filter(|(_, other)| is_own(*other)).collect();
    let possible = possible(facts, ids, &discriminator.property, depth);
    let can_be = |value: &String| possible.as_ref().is_none_or(|possible| possible.contains(value));
    let name = facts.schema(own).place.as_ref().and_then(|place| name_of(&place.pointer));
    let name = name.filter(|_| facts.is_named(own));
    let mut values: Vec<String> = mapped.iter().map(|(value, _)| value.value.clone()).collect();
    let contradictions = mapped.iter().filter(|(value, _)| !can_be(&value.value));
    let contradictions =
        contradictions.map(|(value, _)| (value.value.clone(), value.place.clone())).collect();
    let mut unlisted = None;
    if values.is_empty() {
        match name.clone() {
            Some(name) if can_be(&name) => values.push(name),
            other => unlisted = other,
        }
    }
    let is_declared = !declarations(facts, ids, &discriminator.property).is_empty();
    let is_inherited = of_family(facts, own, &discriminator.property).is_some();
    Selector { values, possible, is_declared, contradictions, unlisted, name, is_inherited }
}

/// Returns the schemas of a property, in these schemas and those of their `allOf`.
fn declarations(facts: &Facts<'_>, ids: &[SchemaId], property: &str) -> Vec<SchemaId> {
    let parts = facts.with_all_of(ids).into_iter();
    let properties = parts.flat_map(|part| &facts.schema(part).properties);
    properties.filter(|other| other.name == *property).map(|other| other.schema).collect()
}

/// Returns the strings that a property can have in objects that satisfy all of these schemas. Returns `None` for any
/// string.
///
/// | the schemas | strings |
/// |---|---|
/// | an `enum` or a `const` of the property | those that it lists |
/// | a type of the property other than a string | none |
/// | a subtype of a schema with the same discriminator | the value that selects the subtype |
/// | alternatives | those of all alternatives that their discriminator can select |
/// | several of these | those that each of them has |
fn possible(facts: &Facts<'_>, ids: &[SchemaId], property: &str, depth: usize) -> Option<Vec<String>> {
    let mut found: Option<Vec<String>> = None;
    let narrow = |found: &mut Option<Vec<String>>, values: Vec<String>| match found {
        Some(found) => found.retain(|value| values.contains(value)),
        None => *found = Some(values),
    };
    for id in declarations(facts, ids, property) {
        if let Some(values) = listed_values(facts, id) {
            let texts = values.into_iter().filter_map(|value| match value {
                Scalar::String(text) => Some(text),
                Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Number(_) => None,
            });
            narrow(&mut found, texts.collect());
        } else if !can_be_text(facts, id) {
            narrow(&mut found, Vec::new());
        }
    }
    // A family that contradicts the schemas is reported with it.
    let own = ids.last().map(|id| facts.target(*id)).unwrap_or_default();
    let inherited = of_family(facts, own, property);
    if let Some(value) = inherited.filter(|value| found.as_ref().is_none_or(|found| found.contains(value))) {
        found = Some(vec![value]);
    }
    if depth > 0 {
        // The alternatives of a schema with several alternatives select by themselves.
        let values = of_alternatives(facts, own, property, depth - 1);
        if let Some(values) = values {
            narrow(&mut found, values);
        }
    }
    found
}

/// Returns the value that the discriminator of a schema in its `allOf` gives to a schema. An `enum` of one value replaces
/// its name.
fn of_family(facts: &Facts<'_>, id: SchemaId, property: &str) -> Option<String> {
    let schema = facts.schema(id);
    let name = name_of(&schema.place.as_ref()?.pointer)?;
    let parts = facts.with_all_of(&[id]).into_iter();
    let discriminators = parts.filter_map(|part| Some((part, facts.schema(part).discriminator.as_ref()?)));
    let (part, discriminator) = discriminators.into_iter().find(|(_, other)| other.property == property)?;
    let mapped = discriminator.mapping.iter().find(|(_, target)| *target == id);
    let is_base = part != id
        || facts.api.schemas.iter().any(|(_, other)| other.place.is_some() && other.all_of.contains(&id));
    if !is_base || facts.schema(part).has_unions() {
        return None;
    }
    let given = mapped.map(|(value, _)| value.value.clone()).or_else(|| schema.discriminator_value.clone());
    let is_constant = || {
        let mut listed = declarations(facts, &[id], property).into_iter();
        listed.any(|id| listed_values(facts, id).is_some_and(|values| values.len() == 1))
    };
    given.or_else(|| (!is_constant()).then_some(name))
}

/// Returns the values of a property in the objects of a union.
fn of_alternatives(facts: &Facts<'_>, id: SchemaId, property: &str, depth: usize) -> Option<Vec<String>> {
    let schema = facts.schema(id);
    let [union] = schema.unions.as_slice() else { return None };
    let members = union.members.iter().filter(|member| facts.json(**member) != Json::Null);
    let members: Vec<Vec<SchemaId>> = members.map(|member| vec![*member]).collect();
    let selects = schema.discriminator.as_ref().filter(|own| own.property == property && !union.exact);
    match selects {
        Some(own) if own.default.is_some() => None,
        Some(own) => {
            let selectors = find_selectors(facts, own, &members, depth);
            Some(selectors.into_iter().flat_map(|selector| selector.values).collect())
        }
        None => {
            let values: Option<Vec<Vec<String>>> =
                members.iter().map(|ids| possible(facts, ids, property, depth)).collect();
            values.map(|values| values.concat())
        }
    }
}

/// Returns the values other than null that each `enum` of a schema and of its `allOf` lists. Returns `None` if there is
/// no `enum`, or an open one.
pub(super) fn listed_values(facts: &Facts<'_>, id: SchemaId) -> Option<Vec<Scalar>> {
    let mut found: Option<Vec<Scalar>> = None;
    for part in facts.with_all_of(&[id]) {
        let (schema, fact) = (facts.schema(part), facts.of(part));
        if schema.enumeration.is_none() || fact.is_open || fact.substitute.is_some() {
            continue;
        }
        let values: Vec<Scalar> = scalars(schema, &fact.types).into_iter().map(|(_, value)| value).collect();
        match &mut found {
            Some(found) => found.retain(|value| values.contains(value)),
            None => found = Some(values),
        }
    }
    found
}

fn can_be_text(facts: &Facts<'_>, id: SchemaId) -> bool {
    match facts.json(id) {
        Json::Any | Json::String => true,
        Json::Several => facts.of(id).types_but_null.contains(&JsonType::String),
        Json::Null
        | Json::Boolean
        | Json::Integer
        | Json::Number
        | Json::Array
        | Json::Object
        | Json::File => false,
    }
}

/// Reports the alternatives that the name of their schema cannot select. "When using the discriminator, inline schemas
/// will not be considered", and "the value of the property is the name of the schema" (OpenAPI 3.0). The default
/// alternative has all values that select no other one.
pub(super) fn report_unlisted(
    facts: &Facts<'_>,
    discriminator: &Discriminator,
    otherwise: Option<usize>,
    selectors: &[Selector],
    diagnostics: &mut Diagnostics,
) {
    let unlisted = selectors.iter().enumerate().filter(|(index, _)| otherwise != Some(*index));
    let unlisted = unlisted.filter_map(|(_, selector)| Some((selector.unlisted.as_ref()?, &selector.values)));
    let used: Vec<String> =
        unlisted.map(|(name, values)| format!("{} for `{name}`", in_words(values, "and"))).collect();
    if used.is_empty() {
        return;
    }
    let property = &discriminator.property;
    let message = format!(
        "without an entry in the `mapping`, the name of the schema is the value of `{property}`, but the schema does not allow it; used instead: {}",
        used.join(", ")
    );
    let warning = Diagnostic::warning(codes::BAD_DISCRIMINATOR, discriminator.place.clone(), message);
    diagnostics.push(warning.help(how_to_map(facts, discriminator)));
}

/// Reports the values of the `mapping` that no valid object has.
pub(super) fn report_contradictions(
    discriminator: &Discriminator,
    selectors: &[Selector],
    diagnostics: &mut Diagnostics,
) {
    let property = &discriminator.property;
    for selector in selectors {
        let Some(possible) = &selector.possible else { continue };
        for (value, place) in &selector.contradictions {
            let name = match &selector.name {
                Some(name) => format!("`{name}`"),
                None => "a schema".to_owned(),
            };
            let listed = in_words(possible, "and");
            let (allows, also) = match selector.is_inherited {
                true => ("the discriminator that it inherits", "the `mapping` of the other discriminator"),
                false => ("its schema", "the `enum` or `const`"),
            };
            let message = format!(
                "the `mapping` selects {name} for `{value}`, but {allows} only allows {listed} for `{property}`, so every object with `{value}` is rejected"
            );
            let help = format!("write an allowed value in the `mapping`, or add `{value}` to {also}");
            let warning = Diagnostic::warning(codes::BAD_DISCRIMINATOR, place.clone(), message);
            diagnostics.push(warning.help(help));
        }
    }
}

/// Reports the values that the schema of one alternative allows, but that do not select it. Several alternatives often
/// share a property with all values, which is not reported.
pub(super) fn report_unselected(
    facts: &Facts<'_>,
    discriminator: &Discriminator,
    otherwise: Option<usize>,
    selectors: &[Selector],
    diagnostics: &mut Diagnostics,
) {
    let property = &discriminator.property;
    let default = otherwise.and_then(|index| selectors.get(index));
    let is_accepted = |value: &String| {
        selectors.iter().any(|selector| selector.values.contains(value))
            || default.is_some_and(|default| default.possible.as_ref().is_none_or(|own| own.contains(value)))
    };
    let lists =
        |selector: &Selector, value: &String| selector.possible.iter().flatten().any(|own| own == value);
    let is_shared = |value: &String| selectors.iter().filter(|other| lists(other, value)).count() > 1;
    // A contradiction is reported with the allowed values.
    for selector in selectors.iter().filter(|one| !one.is_inherited && one.contradictions.is_empty()) {
        let possible = selector.possible.iter().flatten();
        let unselected: Vec<&String> =
            possible.filter(|value| !is_accepted(value) && !is_shared(value)).collect();
        let (Some(name), Some(first)) = (&selector.name, unselected.first()) else { continue };
        let with = if unselected.len() == 1 { "this value" } else { "one of these values" };
        let message = format!(
            "`{name}` allows {} for `{property}`, but the `discriminator` selects no schema for an object with {with}, so it is rejected",
            in_words(&unselected, "and")
        );
        let help = match facts.api.is_openapi3(&discriminator.place) {
            true => format!("add `{first}` to the `mapping`, or remove it from `{name}`"),
            false => format!("remove it from `{name}`"),
        };
        let warning = Diagnostic::warning(codes::BAD_DISCRIMINATOR, discriminator.place.clone(), message);
        diagnostics.push(warning.help(help));
    }
}
