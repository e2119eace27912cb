//! Finds the schemas that need a validator, because they have rules that neither a Rust type nor a check of a single
//! value can express.

use super::fact::{Facts, Json};
use super::listed::{has_structures, scalars};
use super::map;
use crate::api::{Constraint, Items, JsonType, SchemaId};
use crate::lower::number::{excludes_all, integer_check, is_beyond_i64, number_check};
use crate::model::{Check, Scalar};

/// Returns whether each schema needs a validator, unless it becomes a struct.
pub(super) fn find(facts: &Facts<'_>) -> Vec<bool> {
    facts.each(|id| needs_validator(facts, id))
}

/// Returns whether a schema that does not become a struct needs a validator.
///
/// | schema | validator |
/// |---|---|
/// | a foreign type replaces it; `file` | no |
/// | `anyOf`, `oneOf`, `not`, `if`, `patternProperties`, `propertyNames`, `dependencies`, `contains` | yes |
/// | `unevaluatedItems`, or `unevaluatedProperties` of values that need not be objects | yes |
/// | `enum` with arrays or objects | yes |
/// | `items` with a schema for each item | yes |
/// | objects without properties | if they have rules that a map does not enforce |
/// | `allOf` of schemas other than objects, unless all but one only annotate | yes |
/// | values without a type or of several types, with any rule | yes |
/// | a bound that no check expresses | yes |
/// | `enum` of scalars, if other keywords reject values that it accepts | yes |
/// | others | no |
fn needs_validator(facts: &Facts<'_>, id: SchemaId) -> bool {
    let schema = facts.schema(id);
    let fact = facts.of(id);
    if fact.substitute.is_some() || schema.place.is_none() || fact.types.contains(&JsonType::File) {
        return false;
    }
    let is_object = fact.json == Json::Object;
    let has_rules = !schema.constraints.is_empty() || !fact.types.is_empty() || !schema.all_of.is_empty();
    schema.has_choices()
        || (!is_object && schema.unevaluated_properties.narrows())
        || (is_object && !fact.has_members && map::needs_validator(facts, id))
        || has_structures(schema)
        || matches!(schema.items, Items::Tuple(_))
        || (!is_object && !schema.all_of.is_empty() && fact.annotates.is_none())
        || (fact.types_but_null.len() != 1 && has_rules)
        || schema.constraints.iter().any(|constraint| has_no_rule(fact.json, &constraint.value))
        || (fact.is_enum && narrows_enum(facts, id))
}

/// Returns whether a keyword next to an `enum` rejects values that the `enum` accepts. The type of the `enum` has no
/// rules.
///
/// | `enum` | next to it | |
/// |---|---|---|
/// | open | a constraint, or `format: int32` | yes |
/// | closed | `pattern`, or a `multipleOf` that is not an integer | yes: only the generated code can check it |
/// | closed | a constraint that each value satisfies | no |
/// | closed | another constraint; `format: int32` with a larger integer | yes |
fn narrows_enum(facts: &Facts<'_>, id: SchemaId) -> bool {
    let schema = facts.schema(id);
    let fact = facts.of(id);
    let is_narrow = fact.json == Json::Integer && schema.format.as_deref() == Some("int32");
    let mut constraints = schema.constraints.iter().filter(|constraint| !constraint.value.is_vacuous());
    if fact.is_open {
        return is_narrow || constraints.next().is_some();
    }
    let values = scalars(schema, &fact.types);
    let is_large = |value: &Scalar| matches!(value, Scalar::Integer(value) if i32::try_from(*value).is_err());
    let is_broken = |constraint: &Constraint| values.iter().any(|(_, value)| !keeps_to(value, constraint));
    (is_narrow && values.iter().any(|(_, value)| is_large(value)))
        || constraints.any(|constraint| is_broken(&constraint.value))
}

/// Returns whether a value certainly satisfies a constraint. A constraint on another type does not apply to the value.
fn keeps_to(value: &Scalar, constraint: &Constraint) -> bool {
    let length = |text: &str| text.chars().count() as u64;
    match (value, constraint) {
        (Scalar::String(text), Constraint::MinLength(least)) => length(text) >= *least,
        (Scalar::String(text), Constraint::MaxLength(most)) => length(text) <= *most,
        (Scalar::String(_), Constraint::Pattern(_)) => false,
        (Scalar::Integer(integer), _) if constraint.number().is_some() => match integer_check(constraint) {
            Some(Check::Minimum(least)) => *integer >= least,
            Some(Check::Maximum(most)) => *integer <= most,
            Some(Check::MultipleOf(factor)) => integer.checked_rem(factor) == Some(0),
            _ => !excludes_all(constraint),
        },
        (Scalar::Number(number), _) if constraint.number().is_some() => match number_check(constraint) {
            Some(Check::AtLeast(least)) => *number >= least,
            Some(Check::AtMost(most)) => *number <= most,
            Some(Check::MoreThan(bound)) => *number > bound,
            Some(Check::LessThan(bound)) => *number < bound,
            _ => false,
        },
        _ => true,
    }
}

/// Returns whether a numeric constraint cannot become a check.
fn has_no_rule(json: Json, constraint: &Constraint) -> bool {
    match json {
        Json::Integer => {
            let has_no_effect = is_beyond_i64(constraint) && !excludes_all(constraint);
            constraint.number().is_some() && !has_no_effect && integer_check(constraint).is_none()
        }
        Json::Number => constraint.number().is_some() && number_check(constraint).is_none(),
        Json::Any
        | Json::Null
        | Json::Boolean
        | Json::String
        | Json::Array
        | Json::Object
        | Json::File
        | Json::Several => false,
    }
}

#[cfg(test)]
#[path = "../../tests/validators.rs"]
mod tests;
