//! The directions of the properties of an object: which are only in responses, and which only in requests.

use super::facts::{Facts, reach};
use crate::api::{Additional, Conditional, Dependency, Schema, SchemaId};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::validator::{Inner, Keyword};
use std::collections::BTreeSet;

/// The read-only and the write-only properties of an object. A schema that applies to the same object may require them
/// without declaring them.
#[derive(Clone, Debug, Default)]
pub(super) struct Directions {
    read_only: BTreeSet<String>,
    write_only: BTreeSet<String>,
    /// Whether the schemas are in a `not`. There, a property that is not required would reject every object.
    is_negated: bool,
}

/// Reports properties that are both read-only and write-only. "It MUST NOT be marked as both `readOnly` and `writeOnly`
/// being `true`." (OpenAPI 3.0, "Schema Object")
pub(super) fn report_both(facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    if !facts.api.schemas.iter().any(|(_, schema)| schema.write_only) {
        return;
    }
    for (id, schema) in facts.api.schemas.iter() {
        let all = Directions::of(facts, &[id]);
        let members: Vec<_> = schema.all_of.iter().map(|member| Directions::of(facts, &[*member])).collect();
        for name in all.read_only.intersection(&all.write_only) {
            // A schema that includes this one has the property too, but not the mistake.
            if members
                .iter()
                .any(|member| member.read_only.contains(name) && member.write_only.contains(name))
            {
                continue;
            }
            let declared = schema.properties.iter().find(|property| property.name == *name);
            let place = declared.map(|property| property.place.clone()).or_else(|| schema.place.clone());
            let message =
                format!("`{name}` is both read-only and write-only: requests and responses do not have it");
            let diagnostic = place.map(|place| Diagnostic::new(codes::CONTRADICTION, place, message));
            diagnostics
                .extend(diagnostic.map(|diagnostic| diagnostic.help("remove `readOnly` or `writeOnly`")));
        }
    }
}

impl Directions {
    /// Returns the directions of the properties that these schemas and those of their `allOf` declare.
    pub(super) fn of(facts: &Facts<'_>, ids: &[SchemaId]) -> Self {
        let mut directions = Self::default();
        for schema in facts.with_all_of(ids).into_iter().map(|id| facts.schema(id)) {
            for property in &schema.properties {
                if facts.is_read_only(property.schema) {
                    directions.read_only.insert(property.name.clone());
                }
                if facts.is_write_only(property.schema) {
                    directions.write_only.insert(property.name.clone());
                }
            }
        }
        directions
    }

    /// Returns the directions inside a `not`.
    pub(super) fn negated() -> Self {
        Self { is_negated: true, ..Self::default() }
    }

    /// Adds the directions of a schema that applies to the same object.
    pub(super) fn with(mut self, other: Self) -> Self {
        if !self.is_negated {
            self.read_only.extend(other.read_only);
            self.write_only.extend(other.write_only);
        }
        self
    }

    pub(super) fn is_read_only(&self, name: &str) -> bool {
        self.read_only.contains(name)
    }

    pub(super) fn is_write_only(&self, name: &str) -> bool {
        self.write_only.contains(name)
    }

    /// Returns the directions inside an alternative of `anyOf` or `oneOf`. An alternative that only requires read-only
    /// properties would accept every request without them, so it requires them there too.
    pub(super) fn inside(&self, alternative: &Schema) -> Self {
        let requires_nothing_else = alternative.required.iter().all(|name| self.is_read_only(&name.value))
            && alternative.properties.is_empty()
            && alternative.constraints.is_empty()
            && alternative.all_of.is_empty()
            && alternative.enumeration.is_none()
            && matches!(alternative.additional, Additional::Unsaid)
            && !alternative.has_choices();
        if requires_nothing_else && !self.is_negated { Self::default() } else { self.clone() }
    }

    /// Returns whether a schema, or one that applies to the same object, is about one of these properties without
    /// declaring its direction.
    pub(super) fn affect(&self, facts: &Facts<'_>, id: SchemaId) -> bool {
        let is_empty =
            |directions: &Self| directions.read_only.is_empty() && directions.write_only.is_empty();
        if is_empty(self) && !self.is_negated {
            return false;
        }
        let own = Self::of(facts, &[id]);
        if self.is_negated {
            return !is_empty(&own);
        }
        let is_new = |name: &String| {
            (self.read_only.contains(name) && !own.read_only.contains(name))
                || (self.write_only.contains(name) && !own.write_only.contains(name))
        };
        let reached = reach(facts.api, &[id], |schema| {
            schema
                .all_of
                .iter()
                .chain(schema.unions.iter().flat_map(|union| &union.members))
                .copied()
                .chain(schema.conditional.iter().flat_map(Conditional::schemas))
                .collect()
        });
        reached.into_iter().map(|id| facts.schema(id)).any(|schema| {
            let declared = schema.properties.iter().map(|property| &property.name);
            let dependent = schema.dependencies.iter().flat_map(|(_, dependency)| match dependency {
                Dependency::Names(names) => names.as_slice(),
                Dependency::Schema(_) => &[],
            });
            schema.required.iter().map(|name| &name.value).chain(declared).chain(dependent).any(is_new)
        })
    }

    /// Returns the keywords that require properties.
    ///
    /// | property | required in |
    /// |---|---|
    /// | read-only | responses |
    /// | write-only | requests |
    /// | both | neither, because neither has it |
    /// | neither | both |
    pub(super) fn require(&self, names: impl Iterator<Item = String>) -> Vec<Keyword> {
        let (of_server, others): (Vec<String>, Vec<String>) = names.partition(|name| self.is_read_only(name));
        let of_server: Vec<String> =
            of_server.into_iter().filter(|name| !self.write_only.contains(name)).collect();
        let (of_client, of_both): (Vec<String>, Vec<String>) =
            others.into_iter().partition(|name| self.write_only.contains(name));
        let keywords = [
            (Keyword::Required as fn(_) -> _, of_both),
            (Keyword::RequiredInResponses, of_server),
            (Keyword::RequiredInRequests, of_client),
        ];
        let keywords = keywords.into_iter().filter(|(_, names)| !names.is_empty());
        keywords.map(|(keyword, names)| keyword(names)).collect()
    }

    /// Returns the keywords that require properties if another one is present.
    pub(super) fn depend(&self, name: &str, names: &[String]) -> Vec<Keyword> {
        let keywords = self.require(names.iter().cloned()).into_iter().map(|keyword| match keyword {
            Keyword::Required(names) => Keyword::Dependency(name.to_owned(), names),
            other => Keyword::SchemaDependency(name.to_owned(), Inner::Inline(vec![other])),
        });
        keywords.collect()
    }
}
