//! Skips mistakes in paths: takes the operations as they were read, and returns those that can be routed.

use super::routes::{parse_path, path_parameters, same_route, shape, variables};
use super::selectors;
use crate::api::{Docs, Location, Method, Operation, Parameter, Role, SchemaId, Style, Syntax};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Path;
use std::borrow::Cow;
use std::collections::HashMap;

/// Declares path variables without a parameter, and omits operations that an earlier one already serves.
pub(super) fn without_mistakes<'a>(
    operations: &'a [Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<Cow<'a, Operation>> {
    let mut operations: Vec<Cow<'a, Operation>> = operations.iter().map(Cow::Borrowed).collect();
    declare_variables(&mut operations, diagnostics);
    omit_repeated(&mut operations, diagnostics);
    operations
}

/// Parses the path of an operation. Mistakes in it are reported when the operation is lowered.
fn path_of(operation: &Operation) -> Path {
    parse_path(&operation.path, &operation.path_place, &mut Diagnostics::default())
}

/// Declares each path variable without a parameter as a string. If there is also a path parameter without a variable,
/// one of the two is misspelled, so nothing is declared.
fn declare_variables(operations: &mut [Cow<'_, Operation>], diagnostics: &mut Diagnostics) {
    for operation in operations.iter_mut().filter(|operation| operation.role.is_served()) {
        let path = path_of(operation);
        let variables = variables(&path);
        if path_parameters(operation).any(|parameter| !variables.contains(&parameter.name.as_str())) {
            continue;
        }
        for name in variables {
            if path_parameters(operation).any(|parameter| parameter.name == name) {
                continue;
            }
            let place = operation.path_place.clone();
            let message =
                format!("the path variable `{name}` is not declared as a parameter; its type is `String`");
            let diagnostic = Diagnostic::warning(codes::PATH_PARAMETER, place.clone(), message);
            diagnostics.push(diagnostic.and(operation.place.key(), "this operation"));
            operation.to_mut().parameters.push(Parameter {
                place,
                name: name.to_owned(),
                location: Location::Path,
                docs: Docs::default(),
                required: true,
                // In text, a value without a schema is a string.
                schema: SchemaId::default(),
                style: Style::SIMPLE,
                syntax: Syntax::Style,
                encoding: Vec::new(),
                allow_empty: false,
            });
        }
    }
}

/// Keeps the first of several operations for the same requests. Operations with a mistake in their path serve no
/// requests.
fn omit_repeated(operations: &mut Vec<Cow<'_, Operation>>, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(Method, String), (Place, Role)> = HashMap::new();
    operations.retain(|operation| {
        if !operation.role.is_served() {
            return true;
        }
        let mut mistakes = Diagnostics::default();
        let path = parse_path(&operation.path, &operation.path_place, &mut mistakes);
        if mistakes.has_errors() {
            return true;
        }
        let key = (operation.method.clone(), shape(&path) + &selectors::key(&path));
        let Some((first, role)) = known.get(&key) else {
            known.insert(key, (operation.place.clone(), operation.role.clone()));
            return true;
        };
        let route = operation.route();
        let mut mistakes = Diagnostics::default();
        mistakes.push(same_route(&route, (&operation.place, &operation.role), (first, role)));
        diagnostics.push_omitted(&route, mistakes);
        false
    });
}
