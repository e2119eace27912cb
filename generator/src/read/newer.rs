//! The keywords of a schema that Swagger 2.0 does not have: those of JSON Schema 2020-12, and `nullable`.

use super::enumeration::report_formats;
use super::nullable::report_rejected_null;
use super::schema::Schemas;
use crate::api::{Additional, Conditional, Contains, Dependency, Items, Schema};
use crate::codes;
use crate::cursor::{ANNOTATIONS, Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};
use crate::dialect::Version;

impl<'s> Schemas<'s> {
    /// Reads the keywords that Swagger 2.0 does not have.
    pub(super) fn read_newer(
        &mut self,
        object: &mut Object<'s>,
        schema: &mut Schema,
        diagnostics: &mut Diagnostics,
    ) {
        if object.flag("nullable", diagnostics) {
            schema.nullable = true;
            report_rejected_null(object, diagnostics);
        }
        schema.is_content = is_content(object);
        // "Use of this keyword is functionally equivalent to an "enum" with a single value." (JSON Schema 2020-12
        // validation, section 6.1.3)
        if let Some(constant) = object.take_value("const") {
            report_formats(std::slice::from_ref(&constant), schema, diagnostics);
            let listed = schema.enumeration.replace(vec![constant.value.clone()]);
            if listed.is_some_and(|values| !values.contains(constant.value)) {
                let message = "the `enum` does not list the value of `const`, so no value is valid";
                diagnostics.push(Diagnostic::new(codes::CONTRADICTION, constant.place.key(), message));
                schema.not = Some(self.of_anything());
            }
        }
        let names = object.take("dependentRequired").map(|map| map.entries(diagnostics));
        for (name, value) in names.unwrap_or_default() {
            let names = value.items(diagnostics);
            let names = names.iter().filter_map(|name| Some(name.string(diagnostics)?.to_owned())).collect();
            schema.dependencies.push((name.to_owned(), Dependency::Names(names)));
        }
        let schemas = object.take("dependentSchemas").map(|map| map.entries(diagnostics));
        for (name, value) in schemas.unwrap_or_default() {
            schema.dependencies.push((name.to_owned(), Dependency::Schema(self.at(&value, diagnostics))));
        }
        self.read_conditional(object, schema, diagnostics);
        self.read_contains(object, schema, diagnostics);
        schema.property_names = object.take("propertyNames").map(|names| self.at(&names, diagnostics));
        let properties = object.take("unevaluatedProperties");
        schema.unevaluated_properties = self.read_additional(properties, diagnostics);
        schema.unevaluated_items = self.read_additional(object.take("unevaluatedItems"), diagnostics);
        let Some(prefix) = object.take("prefixItems") else { return };
        let items = prefix.items(diagnostics).iter().map(|item| self.at(item, diagnostics)).collect();
        let others = std::mem::replace(&mut schema.items, Items::Tuple(items));
        if let Items::Each(each) = others {
            schema.more_items = Additional::Schema(each);
        }
    }

    /// An `enum` without values accepts nothing. Next to other keywords, it is a mistake of the tool that wrote it, and is
    /// ignored, because published specs have it next to the type of valid values.
    pub(super) fn read_empty_enum(
        &mut self,
        object: &Object<'s>,
        schema: &mut Schema,
        diagnostics: &mut Diagnostics,
    ) {
        let is_empty = schema.enumeration.as_ref().is_some_and(Vec::is_empty);
        let narrows =
            |key: &str| !key.starts_with('$') && !key.starts_with("x-") && !ANNOTATIONS.contains(&key);
        if let Some(list) = object.peek("enum").filter(|_| is_empty)
            && object.keys().all(|key| key == "enum" || !narrows(key))
            && !object.has("$ref")
        {
            let message = "this `enum` lists no values, so no value is valid";
            diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, list.place, message));
            schema.enumeration = None;
            schema.not = Some(self.of_anything());
        }
    }

    /// "This keyword has no effect when "if" is absent". (JSON Schema 2020-12, section 10.2.2, of `then` and `else`)
    fn read_conditional(
        &mut self,
        object: &mut Object<'s>,
        schema: &mut Schema,
        diagnostics: &mut Diagnostics,
    ) {
        let condition = object.take("if").map(|condition| self.at(&condition, diagnostics));
        let [then, otherwise] = ["then", "else"].map(|keyword| {
            let value = object.take(keyword)?;
            if condition.is_none() {
                report_alone((keyword, "if"), &value, diagnostics);
                return None;
            }
            Some(self.at(&value, diagnostics))
        });
        schema.conditional = condition.map(|condition| Conditional { condition, then, otherwise });
    }

    fn read_contains(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        let contains = object.take("contains").map(|contains| self.at(&contains, diagnostics));
        let [least, most] = ["minContains", "maxContains"].map(|keyword| {
            let value = object.take(keyword)?;
            if contains.is_none() {
                report_alone((keyword, "contains"), &value, diagnostics);
            }
            Some(Placed { value: value.count(diagnostics)?, place: value.place })
        });
        if let (Some(least), Some(most)) = (&least, &most)
            && least.value > most.value
        {
            let message = format!(
                "no array satisfies `minContains: {}` and `maxContains: {}`",
                least.value, most.value
            );
            let diagnostic = Diagnostic::new(codes::CONTRADICTION, most.place.clone(), message);
            diagnostics.push(diagnostic.label("the maximum").and(least.place.clone(), "the minimum"));
        }
        // "Omitting this keyword has the same behavior as a value of 1." (JSON Schema 2020-12 validation, section 6.4.5,
        // of `minContains`)
        schema.contains = contains.map(|schema| Contains {
            schema,
            least: least.map_or(1, |least| least.value),
            most: most.map(|most| most.value),
        });
    }
}

/// Reports a keyword that has no effect without another.
fn report_alone((keyword, needs): (&str, &str), value: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let message = format!("`{keyword}` has no effect without `{needs}`");
    diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, value.place.key(), message));
}

/// OpenAPI 3.1, "Considerations for File Uploads": a file has a schema without `contentEncoding`, or no type at all.
///
/// | `contentMediaType` | `contentEncoding` | other keywords | a file |
/// |---|---|---|---|
/// | yes | no, or one that changes nothing: `binary`, `8bit`, `7bit` | any | yes |
/// | no | `binary` | any | yes |
/// | no | no | none but annotations | yes |
/// | any | `base64` and others | any | no |
fn is_content(object: &Object<'_>) -> bool {
    const NAMED: [&str; 6] = ["title", "description", "deprecated", "example", "examples", "$comment"];
    let encoding = object.peek("contentEncoding");
    let encoding = encoding.as_ref().and_then(|encoding| encoding.value.as_str());
    match encoding {
        Some("binary") => true,
        Some("8bit" | "7bit") => object.has("contentMediaType"),
        Some(_) => false,
        None if object.has("contentMediaType") => true,
        None => {
            object.dialect().version >= Version::OpenApi31 && object.keys().all(|key| NAMED.contains(&key))
        }
    }
}
