//! The properties and items that the keywords of a schema evaluate, for `unevaluatedProperties` and `unevaluatedItems`.

use super::keywords::{Keywords, array, described};
use crate::model::validator::{Inner, Keyword, Others};
use serde_json::Value;

impl Keywords<'_> {
    /// Returns the values inside a value that no other keyword evaluates.
    pub(super) fn unevaluated<'v>(
        &self,
        keywords: &[Keyword],
        keyword: &Keyword,
        value: &'v Value,
        depth: usize,
    ) -> Vec<&'v Value> {
        let inside: Vec<&Value> = match (keyword, value) {
            (Keyword::UnevaluatedProperties(_), Value::Object(members)) => members.values().collect(),
            (Keyword::UnevaluatedItems(_), Value::Array(items)) => items.iter().collect(),
            _ => return Vec::new(),
        };
        let mut evaluated = vec![false; inside.len()];
        let others = keywords.iter().filter(|other| {
            !matches!(other, Keyword::UnevaluatedProperties(_) | Keyword::UnevaluatedItems(_))
        });
        others.for_each(|other| self.mark(other, value, &mut evaluated, depth));
        inside
            .into_iter()
            .zip(evaluated)
            .filter(|(_, evaluated)| !evaluated)
            .map(|(inside, _)| inside)
            .collect()
    }

    fn mark(&self, keyword: &Keyword, value: &Value, evaluated: &mut [bool], depth: usize) {
        let is = |inner: &Inner, value: &Value| self.is(inner, value, depth);
        let mut mark = |inner: &Inner| {
            // This ends, because a schema that applies itself to the same value again is not enforced.
            self.keywords(inner).iter().for_each(|keyword| self.mark(keyword, value, evaluated, depth));
        };
        match keyword {
            Keyword::AllOf(all) => all.iter().for_each(mark),
            Keyword::AnyOf(all) | Keyword::OneOf(all) => {
                all.iter().filter(|inner| is(inner, value)).for_each(mark);
            }
            Keyword::If(condition, then, otherwise) => {
                if is(condition, value) {
                    mark(condition);
                    mark(then);
                } else {
                    mark(otherwise);
                }
            }
            Keyword::SchemaDependency(name, inner) if value.get(name).is_some() => mark(inner),
            Keyword::Properties { named, patterns, others } => {
                let names = value.as_object().into_iter().flatten();
                for ((name, _), evaluated) in names.zip(evaluated) {
                    *evaluated |= described(name, named, patterns, others).next().is_some();
                }
            }
            Keyword::Tuple(items, others) if value.is_array() => {
                let count = if matches!(others, Others::Any) { items.len() } else { evaluated.len() };
                evaluated.iter_mut().take(count).for_each(|evaluated| *evaluated = true);
            }
            Keyword::Contains(inner, ..) => {
                for (item, evaluated) in array(value).iter().zip(evaluated) {
                    *evaluated |= is(inner, item);
                }
            }
            Keyword::Items(_) | Keyword::UnevaluatedItems(_) if value.is_array() => evaluated.fill(true),
            Keyword::UnevaluatedProperties(_) if value.is_object() => evaluated.fill(true),
            _ => {}
        }
    }
}
