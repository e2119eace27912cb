//! `anyOf`, `oneOf` and `not`.

use super::listed::Listed;
use super::schema::{Schemas, lists_nothing};
use crate::api::{JsonType, Schema, Union, UnionKind};
use crate::choices::OneOf;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::Diagnostics;
use crate::dialect::Version;
use serde_json::Value;

impl<'s> Schemas<'s> {
    /// Reads the unions of a schema, and `not`. In OpenAPI 3, null is not a schema of a union:
    ///
    /// | `anyOf`, `oneOf` | is read as |
    /// |---|---|
    /// | one schema | that schema |
    /// | one schema, and null | that schema, or null |
    /// | several schemas, and null | a union of these schemas, or null |
    /// | only null | null |
    /// | constants | an `enum` |
    /// | null, and a keyword next to the union may reject null | a union of all schemas |
    /// | null, and another schema of a `oneOf` also accepts null | a union of all schemas: it rejects null |
    pub(super) fn read_unions(
        &mut self,
        object: &mut Object<'s>,
        schema: &mut Schema,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) {
        let count = UnionKind::ALL.iter().filter(|(keyword, _)| object.has(keyword)).count();
        let is_alone = schema.types.is_empty()
            && schema.enumeration.is_none()
            && schema.all_of.is_empty()
            && count == 1
            && !["$ref", "not"].iter().any(|keyword| object.has(keyword));
        let chosen = schema.place.as_ref().and_then(|place| self.one_of.get(place)).copied();
        for (keyword, kind) in UnionKind::ALL {
            let Some(union) = object.take(keyword) else { continue };
            let kind = if chosen == Some(OneOf::Any) { UnionKind::AnyOf } else { kind };
            if lists_nothing(keyword, &union, diagnostics) {
                continue;
            }
            let mut members = union.items(diagnostics);
            let nulls = members.iter().filter(|member| accepts_null(member)).count();
            if version != Version::Swagger2 && is_alone && (kind == UnionKind::AnyOf || nulls < 2) {
                let count = members.len();
                members.retain(|member| !is_null(member.value));
                schema.nullable |= members.len() < count;
            }
            if schema.enumeration.is_none()
                && let Some(listed) = Listed::of(kind, &members)
            {
                listed.add_to(schema);
                continue;
            }
            let of_one = version != Version::Swagger2 && members.len() == 1;
            let places = members.iter().map(|member| member.place.clone()).collect();
            let members: Vec<_> =
                members.iter().map(|member: &Cursor<'s>| self.at(member, diagnostics)).collect();
            if of_one {
                schema.is_reference = schema.all_of.is_empty();
                schema.all_of.extend(members);
            } else if members.is_empty() {
                schema.types = vec![JsonType::Null];
            } else {
                let exact = chosen == Some(OneOf::Exact);
                schema.unions.push(Union { kind, place: union.place, members, places, exact });
            }
        }
        if let Some(not) = object.take("not") {
            schema.not = Some(self.at(&not, diagnostics));
        }
    }
}

/// Returns whether null is the only value of a schema. By the letter, `{nullable: true}` accepts any value, but schemas
/// that list it next to others mean null.
fn is_null(schema: &Value) -> bool {
    let null = |keyword| schema.get(keyword).is_some_and(|value| value.is_null() || value == "null");
    let lists_null = |keyword| {
        let list = schema.get(keyword).and_then(Value::as_array);
        list.is_some_and(|list| matches!(list.as_slice(), [one] if one.is_null() || one == "null"))
    };
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let is_alone = schema.as_object().is_some_and(|keywords| keywords.len() == 1);
    null("type")
        || lists_null("type")
        || schema.get("const").is_some_and(Value::is_null)
        || schema
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|list| matches!(list.as_slice(), [Value::Null]))
        || (is_nullable && is_alone)
}

/// Returns whether a schema, or the target of its `$ref`, accepts null by its `type` or its `enum`. Authors who write
/// `nullable` in an alternative next to null do not mean to reject null.
fn accepts_null(member: &Cursor<'_>) -> bool {
    let target = member.follow_with_siblings(&mut Diagnostics::default());
    let schema = target.as_ref().map_or(member.value, |target| target.value);
    let lists = |keyword| {
        let list = schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
        list.into_iter().any(|value| value.is_null() || (keyword == "type" && value == "null"))
    };
    is_null(schema) || lists("type") || lists("enum")
}
