//! `discriminator`: in Swagger 2.0 a property's name, in OpenAPI 3 an object.

use super::schema::Schemas;
use crate::api::{Discriminator, SchemaId};
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::dialect::openapi3;
use crate::named;
use crate::suggest::did_you_mean;

impl<'s> Schemas<'s> {
    /// Reads the `discriminator` of a schema.
    pub(super) fn read_discriminator(
        &mut self,
        object: &mut Object<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Discriminator> {
        let discriminator = object.take("discriminator")?;
        if object.dialect().is_openapi3() {
            return read_object(&discriminator, self, diagnostics);
        }
        let Some(name) = discriminator.value.get("propertyName").and_then(serde_json::Value::as_str) else {
            let property = discriminator.string(diagnostics)?.to_owned();
            return Some(Discriminator {
                property,
                mapping: Vec::new(),
                default: None,
                place: discriminator.place,
            });
        };
        let message = "the `discriminator` is an object, as in OpenAPI 3; its `propertyName` is used";
        let help = format!("write `discriminator: {name}`; its values are the names of the definitions");
        let place = discriminator.place.key();
        diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place, message).help(help));
        Some(Discriminator {
            property: name.to_owned(),
            mapping: Vec::new(),
            default: None,
            place: discriminator.place.member("propertyName"),
        })
    }
}

/// Reads a "Discriminator Object".
fn read_object<'s>(
    cursor: &Cursor<'s>,
    schemas: &mut Schemas<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Discriminator> {
    if let Some(name) = cursor.value.as_str() {
        let message = "`discriminator` must be an object";
        let help = format!("write `discriminator: {{propertyName: {name}}}`");
        diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, cursor.place.clone(), message).help(help));
        return None;
    }
    let mut object = cursor.object_of(&openapi3::DISCRIMINATOR, diagnostics)?;
    if !object.has("propertyName")
        && let Some(key) = object.keys().find(|key| is_like_property_name(key))
    {
        let message = format!("the discriminator has `{key}` instead of `propertyName`");
        let place = object.place.member(key).key();
        let help = "write `propertyName`";
        diagnostics.push(Diagnostic::new(codes::MISSING_KEYWORD, place, message).help(help));
        return None;
    }
    let property = object.require("propertyName", "the discriminator", diagnostics)?;
    let entries = object.take("mapping").map(|map| map.entries(diagnostics)).unwrap_or_default();
    let mut mapping = Vec::new();
    for (value, target) in entries {
        let Some(target) = find_schema(&target, schemas, diagnostics) else { continue };
        mapping.push((Placed { value: value.to_owned(), place: target.place.key() }, target.value));
    }
    let default = object.take("defaultMapping");
    let default = default.and_then(|default| find_schema(&default, schemas, diagnostics));
    object.finish(&openapi3::DISCRIMINATOR, schemas.on_mistake.severity(), diagnostics);
    let name = property.string(diagnostics)?.to_owned();
    Some(Discriminator { property: name, mapping, default, place: property.place })
}

fn is_like_property_name(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace(['_', '-'], "");
    ["property", "name", "field"].contains(&key.as_str()) || did_you_mean(&key, ["propertyName"]).is_some()
}

/// Returns the schema that a value of a mapping names. "To ensure that an ambiguous value (e.g. "foo") is treated as a
/// relative URI reference by all implementations, authors MUST prefix it with the "." path segment" (OpenAPI 3.0,
/// "Discriminator Object"): a name is that of a schema in `components` first.
fn find_schema<'s>(
    cursor: &Cursor<'s>,
    schemas: &mut Schemas<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<SchemaId>> {
    let text = cursor.string(diagnostics)?;
    let escaped = text.replace('~', "~0").replace('/', "~1");
    let by_name = cursor.find(&named::reference_to(&escaped, cursor.dialect()));
    // An empty reference is the whole file, which is not a schema.
    let by_reference = || cursor.find(text).filter(|_| !text.is_empty());
    let Some(target) = by_name.or_else(by_reference) else {
        let message = match text {
            "" => "the name of the schema is empty".to_owned(),
            _ => format!("`{text}` is neither the name of a schema nor a reference to one"),
        };
        let help = match cursor.meant_schema(text) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write a reference, such as `{}`", named::reference_to("Name", cursor.dialect())),
        };
        let place = cursor.place.clone();
        diagnostics.push(Diagnostic::new(codes::DANGLING_REFERENCE, place, message).help(help));
        return None;
    };
    Some(Placed { value: schemas.at(&target, diagnostics), place: cursor.place.clone() })
}
