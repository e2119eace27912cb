//! `enum`, and the extensions for open enums.

use crate::api::{JsonType, Openness, Schema, ValueName};
use crate::bounds;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::presets::PRESETS;
use serde_json::Value;

/// Reads `enum`. `x-extensible-enum` either lists the values itself, or is `true` next to `enum`. `x-ms-enum:
/// {modelAsString: true}`, from Azure, has the same meaning.
pub(super) fn read_enum(object: &mut Object<'_>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
    let listed = object.take("enum");
    let extensible = object.take("x-extensible-enum");
    let as_string = object.take("x-ms-enum").and_then(|about| about.value.get("modelAsString"));
    schema.open = match (&listed, extensible.as_ref().map(|extensible| extensible.value)) {
        (None, Some(Value::Array(_))) => Some(Openness::InPlace),
        (Some(_), Some(Value::Array(_) | Value::Bool(true))) => Some(Openness::Beside),
        (Some(_), _) if as_string == Some(&Value::Bool(true)) => Some(Openness::Beside),
        _ => None,
    };
    let in_place = extensible.filter(|_| schema.open == Some(Openness::InPlace));
    let list = listed.or(in_place);
    if let Some(list) = &list
        && list.value.as_array().is_some_and(|values| values.len() > bounds::ENUM_VALUES)
    {
        let message = format!("this `enum` has more than {} values", bounds::ENUM_VALUES);
        return diagnostics.push(Diagnostic::new(codes::LIMIT, list.place.clone(), message));
    }
    let values = list.map(|list| list.items(diagnostics));
    report_formats(values.as_deref().unwrap_or_default(), schema, diagnostics);
    schema.enumeration = values.map(|list| list.iter().map(|item| item.value.clone()).collect());
    read_names(object, schema, diagnostics);
}

/// Reports the values that do not have the `format` next to them.
pub(super) fn report_formats(values: &[Cursor<'_>], schema: &Schema, diagnostics: &mut Diagnostics) {
    let Some(format) = &schema.format else { return };
    let Some(preset) = PRESETS.iter().find(|preset| preset.formats.contains(&format.as_str())) else {
        return;
    };
    for value in values {
        let Some(text) = value.value.as_str().filter(|text| preset.accepts(text) == Some(false)) else {
            continue;
        };
        let message = format!("`{text}` does not have the `format: {format}`: it {}", preset.must_be());
        let help = "correct the value, or remove `format`";
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, value.place.clone(), message).help(help));
    }
}

/// Reads an `enum` or a `const` of null alone as the type `null`. With a `type` that excludes null, no value would be
/// valid, but authors who list null intend to accept it.
pub(super) fn read_null(schema: &mut Schema, diagnostics: &mut Diagnostics) {
    let is_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    if !schema.enumeration.as_ref().is_some_and(is_null) {
        return;
    }
    let accepts_null = schema.types.is_empty() || schema.types.contains(&JsonType::Null) || schema.nullable;
    if let Some(place) = schema.place.as_ref().filter(|_| !accepts_null) {
        let message = "the `enum` lists only null, but `type` excludes it; only null is accepted";
        let diagnostic = Diagnostic::new(codes::ENUM_VALUE, place.clone(), message);
        diagnostics.push(diagnostic.help("remove `type`, or list values of this type"));
    }
    schema.types = vec![JsonType::Null];
    schema.enumeration = None;
    schema.nullable = false;
}

/// Reads `x-enum-varnames` or `x-enumNames`: a name for each value, in the order of the values.
fn read_names(object: &mut Object<'_>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
    let lists = ["x-enum-varnames", "x-enumNames"].map(|keyword| Some((keyword, object.take(keyword)?)));
    let Some((keyword, list)) = lists.into_iter().flatten().next() else { return };
    let mut ignore = |message: String| {
        diagnostics.push(Diagnostic::new(codes::ENUM_VALUE, list.place.key(), message + "; it is ignored"));
    };
    let Some(values) = &schema.enumeration else {
        return ignore(format!("`{keyword}` needs an `enum` next to it"));
    };
    let names = list.items(&mut Diagnostics::default());
    let texts: Vec<&str> = names.iter().filter_map(|name| name.value.as_str()).collect();
    // Null is not a variant, so it needs no name.
    let all = names.len() == values.len();
    let values: Vec<&Value> = values.iter().filter(|value| all || !value.is_null()).collect();
    if texts.len() != names.len() || names.len() != values.len() {
        let has = texts.len();
        let lists = values.len();
        return ignore(format!(
            "`{keyword}` must be a list of {lists} strings, one for each value of the `enum`, but has {has}"
        ));
    }
    let named = values.into_iter().zip(texts).zip(names);
    let named = named.filter(|((_, name), _)| name.contains(char::is_alphanumeric));
    schema.value_names = named
        .map(|((value, name), item)| ValueName {
            value: value.clone(),
            name: name.to_owned(),
            place: item.place,
        })
        .collect();
}
