//! What becomes of mistakes in paths where they are to be passed over: takes the operations as they were
//! read, and gives those that can be routed.

use super::routes::{parse_path, path_parameters, same_route, shape, variables};
use crate::api::{Api, Docs, JsonType, Location, Method, Operation, Parameter, Schema, Style};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Path;
use std::collections::HashMap;

/// Declares the variables that nothing declares, and leaves out what is there already.
pub fn mend_paths(api: &mut Api, diagnostics: &mut Diagnostics) {
    declare_variables(api, diagnostics);
    leave_out_repeated(api, diagnostics);
}

/// The path of an operation. What is wrong with it is said where the operation is lowered.
fn path_of(operation: &Operation) -> Path {
    parse_path(&operation.path, &operation.path_place, &mut Diagnostics::default())
}

/// A variable that has no parameter is a string: it always comes, and nothing more is said of it. Where
/// there is a parameter without a variable as well, one of the two is misspelt.
fn declare_variables(api: &mut Api, diagnostics: &mut Diagnostics) {
    for operation in &mut api.operations {
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
            let message = format!("the path variable `{name}` is declared nowhere; it is a string");
            let diagnostic = Diagnostic::warning(codes::PATH_PARAMETER, place.clone(), message);
            diagnostics.push(diagnostic.and(operation.place.key(), "this operation"));
            let schema =
                Schema { place: Some(place.clone()), types: vec![JsonType::String], ..Schema::default() };
            operation.parameters.push(Parameter {
                place,
                name: name.to_owned(),
                location: Location::Path,
                docs: Docs::default(),
                required: true,
                schema: api.schemas.push(schema),
                style: Style::SIMPLE,
                allow_empty: false,
            });
        }
    }
}

/// Of the operations that answer the same requests, the first stays. Those whose path is a mistake answer none.
fn leave_out_repeated(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut known: HashMap<(Method, String), Place> = HashMap::new();
    api.operations.retain(|operation| {
        let mut mistakes = Diagnostics::default();
        let path = parse_path(&operation.path, &operation.path_place, &mut mistakes);
        if mistakes.has_errors() {
            return true;
        }
        let key = (operation.method, shape(&path));
        let Some(first) = known.get(&key) else {
            known.insert(key, operation.place.clone());
            return true;
        };
        let route = operation.route();
        let mut found = Diagnostics::default();
        found.push(same_route(&route, &operation.place, first));
        diagnostics.push_left_out(&route, found);
        false
    });
}
