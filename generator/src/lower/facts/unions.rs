//! Unions: finds the schemas with `oneOf`, `anyOf` or several types that become enums, and the alternatives of each.
//! All others stay JSON that a validator checks.

use super::alternatives::{Alternative, Alternatives, Form, Unions, Untyped};
use super::closure::reach;
use super::fact::{Facts, Json};
use super::union_tags::select;
use crate::api::{Additional, Items, JsonType, Schema, SchemaId, Union, UnionKind};
use crate::diagnostic::{Diagnostics, Place};
use std::collections::HashSet;

/// The maximum number of alternatives. The generated code has a bit for each.
const ALTERNATIVES: usize = 128;
/// The maximum number of properties of all alternatives, if each repeats the properties next to the union.
const MERGED: usize = 2_000;

impl Unions {
    /// Finds the unions that become enums. A union in a union becomes an enum too, so the alternatives that are unions
    /// are judged last.
    pub(super) fn find(facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut unions = Self::default();
        for (id, _) in facts.api.schemas.iter() {
            match alternatives(facts, id, diagnostics) {
                None => {}
                Some(Ok(alternatives)) => _ = unions.typed.insert(id, alternatives),
                Some(Err(untyped)) => unions.add_untyped(facts, id, untyped),
            }
        }
        loop {
            let is_any = |member: &&Alternative| match &member.form {
                Form::Schema(id) => !unions.is_typed(facts, *id),
                Form::Merged(_) | Form::Type(_) => false,
            };
            let broken = unions.typed.iter().filter_map(|(id, found)| {
                let member = found.members.iter().find(is_any)?;
                let Form::Schema(member) = &member.form else { return None };
                let json = facts.json(facts.target(*member));
                Some((*id, if json == Json::Any { Untyped::Any } else { Untyped::Keywords }))
            });
            let broken: Vec<(SchemaId, Untyped)> = broken.collect();
            if broken.is_empty() {
                return unions;
            }
            for (id, untyped) in broken {
                unions.typed.remove(&id);
                unions.add_untyped(facts, id, untyped);
            }
        }
    }

    /// Adds a schema that does not become an enum, with the keyword that allows several alternatives.
    fn add_untyped(&mut self, facts: &Facts<'_>, id: SchemaId, untyped: Untyped) {
        let union = facts.with_all_of(&[id]).into_iter().find_map(|part| facts.schema(part).unions.first());
        let types = || facts.schema(id).place.as_ref().map(|place| place.member("type"));
        let place = union.map(|union| union.place.clone()).or_else(types);
        self.untyped.extend(place.map(|place| (id, (untyped, place))));
    }

    /// Returns whether the values of an alternative have a Rust type other than any JSON value.
    fn is_typed(&self, facts: &Facts<'_>, id: SchemaId) -> bool {
        let id = facts.target(id);
        let fact = facts.of(id);
        self.typed.contains_key(&id)
            || fact.substitute.is_some()
            || fact.is_enum
            || match fact.json {
                Json::Boolean | Json::Integer | Json::Number | Json::String | Json::Array | Json::Object => {
                    true
                }
                Json::Any | Json::Null | Json::File | Json::Several => false,
            }
    }

    /// Returns the scalar of each schema whose alternatives are all the same scalar.
    pub(super) fn scalars(&self, facts: &Facts<'_>) -> Vec<Option<JsonType>> {
        facts.each(|id| self.typed.get(&id)?.scalar)
    }

    /// Returns whether an alternative of each union accepts null. A `type` next to the alternatives that allows null does
    /// not suffice. Returns `None` for other schemas.
    pub(super) fn take_null(&self, facts: &Facts<'_>) -> Vec<Option<bool>> {
        let nullable = self.nullable(facts);
        facts.each(|id| {
            let union = facts.target(id);
            // A schema that annotates a union may add null itself.
            let adds_null = union != id && facts.is_nullable(id);
            self.typed.contains_key(&union).then(|| adds_null || nullable.contains(&union))
        })
    }

    /// Returns the unions that accept null: those of `anyOf` if an alternative does, and those of `oneOf` if exactly one
    /// does.
    fn nullable(&self, facts: &Facts<'_>) -> HashSet<SchemaId> {
        let mut nullable: HashSet<SchemaId> = HashSet::new();
        loop {
            let takes_null = |member: &&Alternative| match &member.form {
                Form::Schema(id) if self.typed.contains_key(&facts.target(*id)) => {
                    facts.of(*id).adds_null || nullable.contains(&facts.target(*id))
                }
                Form::Schema(id) => facts.is_nullable(*id),
                Form::Merged(ids) => ids.iter().all(|id| facts.is_nullable(*id)),
                Form::Type(_) => false,
            };
            let found =
                self.typed.iter().filter(|(id, _)| !nullable.contains(id)).filter(|(_, found)| {
                    match (found.kind, found.nulls + found.members.iter().filter(takes_null).count()) {
                        (_, 0) => false,
                        (UnionKind::AnyOf, _) => true,
                        (UnionKind::OneOf, count) => count == 1,
                    }
                });
            let found: Vec<SchemaId> = found.map(|(id, _)| *id).collect();
            if found.is_empty() {
                return nullable;
            }
            nullable.extend(found);
        }
    }
}

/// Returns the alternatives of a schema, or the reason why it does not become an enum. Returns `None` if it is not a
/// union.
fn alternatives(
    facts: &Facts<'_>,
    id: SchemaId,
    diagnostics: &mut Diagnostics,
) -> Option<Result<Alternatives, Untyped>> {
    let schema = facts.schema(id);
    let fact = facts.of(id);
    let place = schema.place.as_ref()?;
    if fact.substitute.is_some_and(|substitute| substitute.whole) || fact.annotates.is_some() || fact.is_enum
    {
        return None;
    }
    let lists_types = !schema.types.is_empty() && !fact.types_but_null.contains(&JsonType::File);
    if fact.json == Json::Several && lists_types && schema.all_of.is_empty() && !schema.has_unions() {
        return Some(by_type(facts, id, place));
    }
    let parts = facts.with_all_of(&[id]);
    let unions: Vec<(SchemaId, &Union)> = parts
        .iter()
        .flat_map(|part| facts.schema(*part).unions.iter().map(|union| (*part, union)))
        .filter(|(_, union)| is_choice(facts, id, union))
        .collect();
    let (owner, union) = match unions.as_slice() {
        [] => return None,
        [one] => *one,
        _ => return Some(Err(Untyped::Several)),
    };
    if parts.iter().any(|part| facts.schema(*part).not.is_some()) {
        return Some(Err(Untyped::Several));
    }
    let is_unevaluated = |part: &SchemaId| {
        let schema = facts.schema(*part);
        schema.unevaluated_properties.narrows() || schema.unevaluated_items.narrows()
    };
    if parts.iter().any(is_unevaluated) {
        return Some(Err(Untyped::Unevaluated));
    }
    let members = match parts.as_slice() {
        [_] if is_bare(schema) => plain(facts, id, union),
        _ => distributed(facts, id, owner, union),
    };
    Some(members.and_then(|members| {
        if members.len() > ALTERNATIVES {
            return Err(Untyped::TooMany);
        }
        let is_distributed = members.iter().any(|member| matches!(member.form, Form::Merged(_)));
        let mut found = Alternatives {
            kind: union.kind,
            place: union.place.clone(),
            tag: None,
            otherwise: None,
            nulls: nulls(facts, id, union),
            scalar: common_scalar(facts, &members),
            members,
            distributed: is_distributed.then(|| union.place.clone()),
        };
        let discriminator = parts.iter().find_map(|part| facts.schema(*part).discriminator.as_ref());
        if let Some(discriminator) = discriminator.filter(|_| !union.exact) {
            select(facts, &mut found, discriminator, diagnostics);
        }
        Ok(found)
    }))
}

/// Returns the number of schemas of a union that only accept null, unless the `type` next to it rejects null.
fn nulls(facts: &Facts<'_>, id: SchemaId, union: &Union) -> usize {
    let types = &facts.schema(id).types;
    if !types.is_empty() && !types.contains(&JsonType::Null) {
        return 0;
    }
    union.members.iter().filter(|member| facts.json(**member) == Json::Null).count()
}

/// Returns whether a union chooses between types of values. If not, it is only a rule: its schemas only name required
/// properties, or one of them contains the schema itself.
fn is_choice(facts: &Facts<'_>, id: SchemaId, union: &Union) -> bool {
    let is_rule = |member: &SchemaId| {
        let schema = facts.schema(*member);
        schema.properties.is_empty()
            && schema.all_of.is_empty()
            && schema.unions.is_empty()
            && !schema.has_rules()
            && schema.enumeration.is_none()
            && matches!(schema.additional, Additional::Unsaid)
            && schema.constraints.is_empty()
            && schema.format.is_none()
            && matches!(schema.items, Items::Unsaid)
            && (schema.types.is_empty() || schema.types == [JsonType::Object])
            && (!schema.required.is_empty() || schema.not.is_some())
    };
    let refers_back = |member: &SchemaId| {
        let reached = reach(facts.api, &[*member], |schema| {
            let members = schema.unions.iter().flat_map(|union| &union.members);
            schema.all_of.iter().chain(members).copied().collect()
        });
        reached.contains(&id)
    };
    !union.members.iter().all(is_rule) && !union.members.iter().any(refers_back)
}

/// Returns whether a schema has no keywords that narrow values, except `type` and a union.
fn is_bare(schema: &Schema) -> bool {
    schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.constraints.is_empty()
        && !schema.has_rules()
        && schema.enumeration.is_none()
        && matches!(schema.additional, Additional::Unsaid | Additional::Allowed)
        && matches!(schema.items, Items::Unsaid)
}

/// Returns the alternatives of a union that decides alone.
///
/// | the schemas of the `anyOf` | become |
/// |---|---|
/// | any integer, any number | any number |
/// | any string, other strings | any string |
/// | the same schema twice | one alternative |
/// | others | an alternative each |
fn plain(facts: &Facts<'_>, id: SchemaId, union: &Union) -> Result<Vec<Alternative>, Untyped> {
    let types = &facts.schema(id).types;
    let mut members: Vec<Alternative> = Vec::new();
    let mut known = HashSet::new();
    for (member, place) in union.members.iter().zip(&union.places) {
        let own = facts.target(*member);
        if facts.json(own) == Json::Null {
            continue;
        }
        if !known.insert(own) {
            match union.kind {
                UnionKind::AnyOf => continue,
                UnionKind::OneOf => return Err(Untyped::Repeated),
            }
        }
        let allowed = &facts.of(own).types_but_null;
        let fits = |json: &JsonType| {
            types.contains(json) || (*json == JsonType::Integer && types.contains(&JsonType::Number))
        };
        if !types.is_empty() && !allowed.iter().all(fits) {
            return Err(Untyped::Mixed);
        }
        if !types.is_empty() && allowed.is_empty() {
            return Err(Untyped::Mixed);
        }
        members.push(Alternative {
            place: place.clone(),
            form: Form::Schema(*member),
            is_inline: facts.schema(*member).place.as_ref() == Some(place),
            values: Vec::new(),
        });
    }
    if union.kind == UnionKind::AnyOf {
        drop_included(facts, &mut members);
    }
    match members.len() {
        0 => Err(Untyped::Mixed),
        // Only a scalar can be left alone: it includes the others.
        1 if common_scalar(facts, &members).is_none() => Err(Untyped::Mixed),
        _ => Ok(members),
    }
}

/// Removes the alternatives of an `anyOf` whose values another alternative has too.
fn drop_included(facts: &Facts<'_>, members: &mut Vec<Alternative>) {
    let schema_of = |member: &Alternative| match &member.form {
        Form::Schema(id) => Some(facts.target(*id)),
        Form::Merged(_) | Form::Type(_) => None,
    };
    let has_any =
        |json: Json| members.iter().filter_map(schema_of).any(|id| is_unrestricted(facts, id, json));
    let any_number = has_any(Json::Number);
    members.retain(|member| {
        let Some(id) = schema_of(member) else { return true };
        !(any_number && facts.json(id) == Json::Integer && is_unrestricted(facts, id, Json::Integer))
    });
}

/// Returns whether a schema accepts all values of a type.
fn is_unrestricted(facts: &Facts<'_>, id: SchemaId, json: Json) -> bool {
    let schema = facts.schema(id);
    facts.json(id) == json
        && schema.constraints.is_empty()
        && schema.all_of.is_empty()
        && schema.enumeration.is_none()
        && !schema.has_choices()
        && facts.of(id).substitute.is_none()
}

/// Returns the scalar that all alternatives are, if they only differ in their rules.
///
/// | alternatives | scalar |
/// |---|---|
/// | strings | a string |
/// | integers | an integer |
/// | numbers, integers among them | a number |
/// | an `enum` or a foreign type among them; others | none |
fn common_scalar(facts: &Facts<'_>, members: &[Alternative]) -> Option<JsonType> {
    let mut common = None;
    for member in members {
        let Form::Schema(id) = &member.form else { return None };
        let fact = facts.of(facts.target(*id));
        if fact.is_enum || fact.substitute.is_some() {
            return None;
        }
        common = match (common, fact.json) {
            (None | Some(JsonType::String), Json::String) => Some(JsonType::String),
            (None | Some(JsonType::Integer), Json::Integer) => Some(JsonType::Integer),
            (None | Some(JsonType::Integer | JsonType::Number), Json::Number)
            | (Some(JsonType::Number), Json::Integer) => Some(JsonType::Number),
            _ => return None,
        };
    }
    common
}

/// Returns the alternatives of a union next to other keywords: `P and oneOf [A, B]` is `oneOf [P and A, P and B]`.
fn distributed(
    facts: &Facts<'_>,
    id: SchemaId,
    owner: SchemaId,
    union: &Union,
) -> Result<Vec<Alternative>, Untyped> {
    let fact = facts.of(id);
    let schema = facts.schema(id);
    let is_object = match fact.json {
        Json::Object => true,
        // Next to a union, `required` alone implies no type.
        Json::Any => {
            schema.all_of.is_empty()
                && matches!(schema.items, Items::Unsaid)
                && schema.constraints.iter().all(|it| it.value.narrows() == JsonType::Object)
        }
        _ => false,
    };
    if !is_object {
        return Err(Untyped::Mixed);
    }
    let place = schema.place.as_ref().ok_or(Untyped::Mixed)?;
    let keyword = union.place.pointer.tokens().next_back().unwrap_or_default().into_owned();
    let mut members = Vec::new();
    let mut known = HashSet::new();
    let mut properties = 0;
    for (index, (member, own)) in union.members.iter().zip(&union.places).enumerate() {
        let is_object = facts.json(facts.target(*member)) == Json::Object;
        let has_union =
            facts.with_all_of(&[*member]).into_iter().any(|part| !facts.schema(part).unions.is_empty());
        if !is_object || has_union {
            return Err(Untyped::Mixed);
        }
        if !known.insert(facts.target(*member)) {
            return Err(Untyped::Repeated);
        }
        let parts = facts.with_all_of(&[id, *member]);
        properties += parts.into_iter().map(|part| facts.schema(part).properties.len()).sum::<usize>();
        // If the union is that of another schema, the alternative belongs to this one.
        let place = if owner == id { own.clone() } else { place.member(&keyword).item(index) };
        members.push(Alternative {
            place,
            form: Form::Merged(vec![id, *member]),
            is_inline: facts.schema(*member).place.as_ref() == Some(own),
            values: Vec::new(),
        });
    }
    if properties > MERGED { Err(Untyped::TooMany) } else { Ok(members) }
}

/// Returns an alternative for each type of a schema that has several. Each integer is a number, so the two are not several.
fn by_type(facts: &Facts<'_>, id: SchemaId, place: &Place) -> Result<Alternatives, Untyped> {
    let types = &facts.of(id).types_but_null;
    if facts.schema(id).has_choices() {
        return Err(Untyped::Mixed);
    }
    let is_included = |json: JsonType| json == JsonType::Integer && types.contains(&JsonType::Number);
    let mut distinct: Vec<JsonType> = Vec::new();
    for json in types.iter().filter(|json| !is_included(**json)) {
        if !distinct.contains(json) {
            distinct.push(*json);
        }
    }
    let scalar = if let [only] = distinct.as_slice() { Some(*only) } else { None };
    let alternatives = distinct.into_iter().map(|json| Alternative {
        place: place.member("type").member(json.name()),
        form: Form::Type(json),
        is_inline: true,
        values: Vec::new(),
    });
    let members = alternatives.collect();
    let nulls = usize::from(facts.schema(id).types.contains(&JsonType::Null));
    Ok(Alternatives {
        kind: UnionKind::AnyOf,
        place: place.member("type"),
        tag: None,
        otherwise: None,
        members,
        nulls,
        scalar,
        distributed: None,
    })
}

#[cfg(test)]
#[path = "../../tests/unions.rs"]
mod tests;
