//! Objects whose properties are parameters of the operation: `style: form` with `explode`, the default in a query.

use crate::api::{ApiKey, KeyLocation, Location, SchemeKind};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Additional, Expr, Model, Notation, Operation, Parameter, Properties, Shape};

/// Sets the names of the properties of each such object.
pub(super) fn find_properties(model: &mut Model, diagnostics: &mut Diagnostics) {
    for index in 0..model.operations.len() {
        let Some(operation) = model.operations.get(index) else { continue };
        report_shared(operation, model, diagnostics);
        report_keys(operation, model, diagnostics);
        let found: Vec<Properties> =
            operation.parameters.iter().map(|parameter| properties_of(parameter, operation, model)).collect();
        if let Some(operation) = model.operations.get_mut(index) {
            for (parameter, properties) in operation.parameters.iter_mut().zip(found) {
                parameter.properties = properties;
            }
        }
    }
}

/// An object that takes undeclared names takes those that no other parameter has.
fn properties_of(parameter: &Parameter, operation: &Operation, model: &Model) -> Properties {
    if parameter.notation == Notation::Form {
        return Properties::AreNot(query_keys(operation, model));
    }
    if !parameter.notation.is_exploded_object() {
        return Properties::default();
    }
    let own = declared(&parameter.expr, model);
    if parameter.location != Location::Query || !takes_others(&parameter.expr, model) {
        return Properties::Are(own);
    }
    let others: Vec<&Parameter> = operation
        .parameters
        .iter()
        .filter(|other| other.location == Location::Query && other.place != parameter.place)
        .collect();
    // Only a setting can make several objects keep undeclared names, and then none of them can have them.
    if others.iter().any(|other| other.notation.is_exploded_object() && takes_others(&other.expr, model)) {
        return Properties::Are(own);
    }
    let mut names: Vec<String> = Vec::new();
    for other in others {
        match other.notation.is_exploded_object() {
            true => names.extend(declared(&other.expr, model)),
            false => names.push(other.name.clone()),
        }
    }
    names.extend(query_keys(operation, model));
    names.retain(|name| !own.contains(name));
    names.sort_unstable();
    names.dedup();
    Properties::AreNot(names)
}

/// Returns the API keys of an operation that are in the query.
fn query_keys(operation: &Operation, model: &Model) -> Vec<String> {
    let alternatives = operation.access.alternatives().iter();
    let asked = alternatives.flat_map(|alternative| model.asked(alternative));
    let keys = asked.filter_map(|(scheme, _)| match &scheme.kind {
        SchemeKind::ApiKey(ApiKey { location: KeyLocation::Query, name }) => Some(name.clone()),
        _ => None,
    });
    let mut keys: Vec<String> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Reports an API key in the query of an operation, if the query is not a form.
fn report_keys(operation: &Operation, model: &Model, diagnostics: &mut Diagnostics) {
    let mut whole =
        operation.parameters.iter().filter(|parameter| parameter.location == Location::Querystring);
    let Some(parameter) = whole.next().filter(|parameter| parameter.notation != Notation::Form) else {
        return;
    };
    for key in query_keys(operation, model) {
        let message = format!(
            "the query cannot have the API key `{key}`: the whole query is the value of `{}`",
            parameter.name
        );
        let help = "send the API key in a header, or describe the query as a form";
        let diagnostic = Diagnostic::new(codes::CONTRADICTION, parameter.place.clone(), message);
        diagnostics.push(diagnostic.help(help));
    }
}

/// Reports a property that has the name of another parameter, or of a property of another object.
fn report_shared(operation: &Operation, model: &Model, diagnostics: &mut Diagnostics) {
    let parameters = || operation.parameters.iter().enumerate();
    let exploded = parameters().filter(|(_, parameter)| parameter.notation.is_exploded_object());
    for (index, parameter) in exploded {
        for (at, other) in parameters().filter(|(_, other)| other.location == parameter.location) {
            let is_exploded = other.notation.is_exploded_object();
            // Each pair of objects is reported once.
            if is_exploded && at >= index {
                continue;
            }
            let names = match is_exploded {
                true => declared(&other.expr, model),
                false => vec![other.name.clone()],
            };
            let own = declared(&parameter.expr, model);
            let Some(name) = own.iter().find(|name| names.contains(name)) else { continue };
            let message = format!(
                "the property `{name}` of `{}` and the parameter `{}` share a name, so a request has only one value for both",
                parameter.name, other.name
            );
            let diagnostic = Diagnostic::warning(codes::BAD_PARAMETER, parameter.place.clone(), message);
            let help = "rename one, or use `style: deepObject` for the object";
            diagnostics.push(diagnostic.and(other.place.clone(), "the other parameter").help(help));
        }
    }
}

/// Returns the names of the properties that have a field, and of the discriminators.
fn declared(expr: &Expr, model: &Model) -> Vec<String> {
    match model.resolve(expr) {
        Expr::Named(id) => match &model.types.get(id).shape {
            Shape::Struct(structure) => {
                let tags = structure.tags.iter().map(|tag| tag.wire.clone());
                tags.chain(structure.fields.iter().map(|field| field.wire.clone())).collect()
            }
            Shape::Union(union) => {
                let mut names: Vec<String> =
                    union.variants.iter().flat_map(|variant| declared(&variant.expr, model)).collect();
                names.sort_unstable();
                names.dedup();
                names
            }
            Shape::Enum(_) | Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Returns whether an object has properties that it does not declare.
fn takes_others(expr: &Expr, model: &Model) -> bool {
    match model.resolve(expr) {
        Expr::Named(id) => match &model.types.get(id).shape {
            Shape::Struct(structure) => match structure.additional {
                Additional::Ignored | Additional::Rejected => false,
                Additional::Kept | Additional::Typed(..) => true,
            },
            Shape::Union(union) => union.variants.iter().any(|variant| takes_others(&variant.expr, model)),
            // An object that contains itself.
            Shape::Enum(_) | Shape::Newtype(_) | Shape::Alias(_) => true,
        },
        _ => true,
    }
}
