//! Unions that list values: "annotated enumerations" (JSON Schema, section 9.1 of "Validation"), and values next to any
//! other value of their type.

use crate::api::{Openness, Schema, UnionKind, ValueName};
use crate::bounds::ENUM_VALUES;
use crate::cursor::Cursor;
use crate::diagnostic::Place;
use serde_json::Value;

/// The values that the schemas of a union list.
#[derive(Default)]
pub(super) struct Listed {
    values: Vec<Value>,
    places: Vec<Place>,
    names: Vec<ValueName>,
    descriptions: Vec<(Value, String)>,
    is_open: bool,
}

impl Listed {
    /// Returns the values of a union that is an `enum`.
    ///
    /// | the schemas | `oneOf` | `anyOf` |
    /// |---|---|---|
    /// | `const` or `enum` with scalars, each once, and annotations | an `enum` | an `enum` |
    /// | the same, and one with only the `type` of the values | not an `enum` | an open `enum` |
    /// | others | not an `enum` | not an `enum` |
    pub(super) fn of(kind: UnionKind, members: &[Cursor<'_>]) -> Option<Self> {
        let mut listed = Self::default();
        let mut any = None;
        for member in members {
            let keywords = member.value.as_object()?;
            let only_annotates = |keyword: &String| {
                matches!(keyword.as_str(), "const" | "enum" | "type" | "title" | "description" | "deprecated")
                    || keyword.starts_with("x-")
            };
            if !keywords.keys().all(only_annotates) {
                return None;
            }
            match (keywords.get("const"), keywords.get("enum")) {
                (Some(value), None) => listed.add(value, member, member.place.member("const"))?,
                (None, Some(Value::Array(values))) => {
                    for (index, value) in values.iter().enumerate() {
                        listed.add(value, member, member.place.member("enum").item(index))?;
                    }
                }
                (None, None) if any.is_none() => any = Some(keywords.get("type")?.as_str()?),
                _ => return None,
            }
        }
        if let Some(json) = any {
            let has_type = |value: &Value| match json {
                "string" => value.is_string(),
                "integer" => value.is_i64() || value.is_u64(),
                "number" => value.is_number(),
                _ => false,
            };
            listed.is_open = kind == UnionKind::AnyOf && listed.values.iter().all(has_type);
            if !listed.is_open {
                return None;
            }
        }
        let count = listed.values.len();
        (members.len() > 1 && (1..=ENUM_VALUES).contains(&count)).then_some(listed)
    }

    fn add(&mut self, value: &Value, member: &Cursor<'_>, place: Place) -> Option<()> {
        let is_scalar = value.is_string() || value.is_number() || value.is_boolean();
        if !is_scalar || self.values.contains(value) {
            return None;
        }
        let text = |keyword: &str| member.value.get(keyword).and_then(Value::as_str);
        let is_alone = member.value.get("const").is_some();
        // A string names itself.
        if let Some(title) = text("title").filter(|_| is_alone && !value.is_string()) {
            let place = member.place.member("title");
            self.names.push(ValueName { value: value.clone(), name: title.to_owned(), place });
        }
        if let Some(description) = text("description").filter(|_| is_alone) {
            self.descriptions.push((value.clone(), description.to_owned()));
        }
        self.values.push(value.clone());
        self.places.push(place);
        Some(())
    }

    /// Makes the schema an `enum` of the values.
    pub(super) fn add_to(self, schema: &mut Schema) {
        schema.enumeration = Some(self.values);
        schema.value_places = self.places;
        schema.value_names = self.names;
        schema.value_descriptions = self.descriptions;
        if self.is_open {
            schema.open = Some(Openness::AnyOf);
        }
    }
}
