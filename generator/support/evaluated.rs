//! `unevaluatedProperties` and `unevaluatedItems`: the properties and items that the other keywords of a schema evaluate
//! (JSON Schema 2020-12, section 11).

use super::Trail;
use super::check::Verdict;
use super::schema::{Keyword, Others, Schema};
use serde_json::Value;

/// Checks the properties that no other keyword evaluates, after all other keywords.
pub(super) fn check_properties(
    schema: &Schema,
    others: &Others,
    value: &Value,
    trail: &mut Trail,
) -> Verdict {
    let Value::Object(properties) = value else { return Ok(()) };
    let evaluated = schema.evaluated(value, properties.len(), trail)?;
    let mut entries = properties.iter().zip(evaluated).filter(|(_, evaluated)| !evaluated);
    entries.try_for_each(|((name, property), _)| match others {
        Others::Any => Ok(()),
        Others::Rejected => Err(format!("property `{name}` is not allowed")),
        Others::Each(each) => each.check_at(name, property, trail),
    })
}

/// Checks the items that no other keyword evaluates, after all other keywords.
pub(super) fn check_items(schema: &Schema, others: &Others, value: &Value, trail: &mut Trail) -> Verdict {
    let Value::Array(items) = value else { return Ok(()) };
    let evaluated = schema.evaluated(value, items.len(), trail)?;
    let mut entries = items.iter().enumerate().zip(evaluated).filter(|(_, evaluated)| !evaluated);
    entries.try_for_each(|((index, item), _)| match others {
        Others::Any => Ok(()),
        Others::Rejected => {
            trail.push(index);
            Err("is not allowed".to_owned())
        }
        Others::Each(each) => each.check_at(index, item, trail),
    })
}

impl Schema {
    /// Returns whether each property or item is evaluated by the keywords before the current one.
    fn evaluated(&self, value: &Value, count: usize, trail: &Trail) -> Result<Vec<bool>, String> {
        let mut evaluated = vec![false; count];
        let is_unevaluated = |keyword: &&Keyword| {
            matches!(keyword, Keyword::UnevaluatedProperties(_) | Keyword::UnevaluatedItems(_))
        };
        let others = self.0.iter().filter(|keyword| !is_unevaluated(keyword));
        for keyword in others {
            keyword.mark(value, &mut evaluated, trail)?;
        }
        Ok(evaluated)
    }

    /// Marks what the keywords evaluate in a valid value.
    fn mark(&self, value: &Value, evaluated: &mut [bool], trail: &Trail) -> Verdict {
        self.0.iter().try_for_each(|keyword| keyword.mark(value, evaluated, trail))
    }
}

impl Keyword {
    fn mark(&self, value: &Value, evaluated: &mut [bool], trail: &Trail) -> Verdict {
        match (self, value) {
            (Self::AllOf(all), _) => {
                return all.iter().try_for_each(|schema| schema.mark(value, evaluated, trail));
            }
            (Self::AnyOf(schemas) | Self::OneOf(schemas), _) => {
                for schema in *schemas {
                    if schema.accepts(value, trail)? {
                        schema.mark(value, evaluated, trail)?;
                    }
                }
            }
            (Self::If(condition, then, otherwise), _) => {
                if !condition.accepts(value, trail)? {
                    return otherwise.mark(value, evaluated, trail);
                }
                condition.mark(value, evaluated, trail)?;
                return then.mark(value, evaluated, trail);
            }
            (Self::SchemaDependency(name, schema), Value::Object(properties))
                if properties.contains_key(*name) =>
            {
                return schema.mark(value, evaluated, trail);
            }
            (Self::Properties { named, by_pattern, others }, Value::Object(properties)) => {
                for (name, evaluated) in properties.keys().zip(evaluated) {
                    *evaluated |= !matches!(others, Others::Any)
                        || named.iter().any(|(known, _)| known == name)
                        || by_pattern.iter().any(|((_, matches), _)| matches(name));
                }
            }
            (Self::Tuple(schemas, others), Value::Array(_)) => {
                let count = if matches!(others, Others::Any) { schemas.len() } else { evaluated.len() };
                evaluated.iter_mut().take(count).for_each(|evaluated| *evaluated = true);
            }
            (Self::Contains(schema, ..), Value::Array(items)) => {
                for (item, evaluated) in items.iter().zip(evaluated) {
                    *evaluated |= schema.accepts(item, trail)?;
                }
            }
            (Self::Items(_) | Self::UnevaluatedItems(_), Value::Array(_))
            | (Self::UnevaluatedProperties(_), Value::Object(_)) => evaluated.fill(true),
            _ => {}
        }
        Ok(())
    }
}
