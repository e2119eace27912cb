//! How a schema is used: in `allOf`, which merges its properties, or in a place that needs its type.

use super::alternatives::{Form, Unions};
use crate::api::{Additional, Api, Items, MediaType, Schema, SchemaId};

/// The uses of a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Another schema includes it with `allOf`.
    pub in_all_of: bool,
    /// Something other than `allOf` refers to it.
    pub elsewhere: bool,
}

impl Usage {
    /// Returns whether the schema is only merged into other schemas, so that its own type is not needed.
    pub(crate) fn is_only_merged(self) -> bool {
        self.in_all_of && !self.elsewhere
    }
}

/// Returns how each schema is used. A schema in `not` and similar keywords is only a rule, so it needs no type. This is
/// also true of `anyOf` and `oneOf`, unless they become an enum.
pub(super) fn find(api: &Api, unions: &Unions) -> Vec<Usage> {
    let mut usages = vec![Usage::default(); api.schemas.len()];
    for (_, schema) in api.schemas.iter() {
        // A `$ref` is not an `allOf`, even if keywords next to it have an effect.
        let (in_all_of, referred): (&[SchemaId], &[SchemaId]) =
            if schema.is_reference { (&[], &schema.all_of) } else { (&schema.all_of, &[]) };
        set(&mut usages, in_all_of.iter().copied(), |usage| usage.in_all_of = true);
        let needed = referred.iter().copied().chain(needed_by(schema));
        set(&mut usages, needed, |usage| usage.elsewhere = true);
    }
    for member in unions.typed.values().flat_map(|union| &union.members) {
        match &member.form {
            Form::Schema(id) => set(&mut usages, [*id].into_iter(), |usage| usage.elsewhere = true),
            Form::Merged(ids) => set(&mut usages, ids.iter().copied(), |usage| usage.in_all_of = true),
            Form::Type(_) => {}
        }
    }
    let of_operations = api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| parameter.schema);
        let bodies = operation.body.iter().flat_map(|body| &body.content).flat_map(MediaType::schemas);
        let responses = operation.responses.iter().flat_map(|response| {
            response
                .content
                .iter()
                .flat_map(MediaType::schemas)
                .chain(response.headers.iter().map(|header| header.schema))
        });
        parameters.chain(bodies).chain(responses)
    });
    set(&mut usages, of_operations, |usage| usage.elsewhere = true);
    // A file that is a schema is an input by itself.
    let inputs = api.definitions.iter().copied().filter(|id| {
        let place = api.schemas.get(*id).place.as_ref();
        place.is_some_and(|place| place.pointer.as_str().is_empty() && api.schema_files.contains(&place.file))
    });
    set(&mut usages, inputs, |usage| usage.elsewhere = true);
    usages
}

/// Returns the schemas whose types the type of this one needs.
fn needed_by(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let properties = schema.properties.iter().map(|property| property.schema);
    let others = [&schema.additional, &schema.more_items, &schema.unevaluated_properties]
        .into_iter()
        .filter_map(Additional::each);
    let item = match schema.items {
        Items::Each(item) => Some(item),
        Items::Unsaid | Items::Tuple(_) => None,
    };
    properties.chain(others).chain(item)
}

fn set(usages: &mut [Usage], ids: impl Iterator<Item = SchemaId>, set: impl Fn(&mut Usage)) {
    for id in ids {
        if let Some(usage) = usages.get_mut(id.index()) {
            set(usage);
        }
    }
}

#[cfg(test)]
#[path = "../../tests/usage.rs"]
mod tests;
