//! Tests of the examples in the spec. Each example is decoded as its type.

use super::codec::{import_modules, root_module};
use super::operations_in;
use super::paths::{Paths, import};
use super::text::quoted;
use crate::diagnostic::Place;
use crate::model::{Expr, Model, Operation};
use crate::names::Names;
use crate::output::{Content, Item, Module};
use crate::printable::is_invisible;
use crate::sources::Sources;
use proc_macro2::{Literal, TokenStream};
use serde_json::Value;
use std::collections::BTreeSet;

/// Emits the file with the tests, or `None` if the spec has no examples.
pub(super) fn emit_examples(model: &Model, names: &Names, sources: &Sources) -> Option<Module> {
    let paths = Paths::outside(model, names);
    let line = |(expr, place, value): (&Expr, &Place, &Value)| {
        let held = model.held_json(expr, value);
        write_check(&paths.ty(expr), &show(place, sources), held.as_ref().unwrap_or(value))
    };
    let mut tests: Vec<String> = Vec::new();
    for group in &names.groups {
        let of_group = operations_in(group, model, names).filter_map(|(operation, name)| {
            let checks: Vec<String> = of_operation(operation).into_iter().map(line).collect();
            write_test(&name.method, &checks)
        });
        let of_group: Vec<String> = of_group.collect();
        if names.is_grouped() && !of_group.is_empty() {
            tests.push(write_module(&group.tests, &of_group));
        } else {
            tests.extend(of_group);
        }
    }
    let schemas = model.examples.iter().map(|example| (&example.expr, &example.place, &example.value));
    tests.extend(write_test(names.schema_tests, &schemas.map(line).collect::<Vec<_>>()));
    if tests.is_empty() {
        return None;
    }
    let own: BTreeSet<&str> = model.types.iter().map(|(id, _)| root_module(names, id)).collect();
    let imports = [import_modules(own, names), import("super::support", &["Examples"])];
    let imports = imports.into_iter().flatten().chain(paths.imports()).map(Item::Tokens);
    let docs = vec![
        "Tests of the examples in the spec. Each example is decoded and serialized again, and must not lose anything.".to_owned(),
    ];
    let items = imports.chain(tests.into_iter().map(Item::Text)).collect();
    Some(Module {
        path: "example_tests.rs".to_owned(),
        content: Content::Items { docs, attributes: Vec::new(), items },
    })
}

/// Returns the JSON examples of an operation's responses.
fn of_operation(operation: &Operation) -> Vec<(&Expr, &Place, &Value)> {
    let bodies = operation.responses.iter().flat_map(|response| &response.bodies).flat_map(|content| {
        let expr = content.expr().into_iter();
        expr.flat_map(|expr| content.examples.iter().map(move |example| (expr, example)))
    });
    bodies.map(|(body, example)| (body, &example.place, &*example.value)).collect()
}

fn write_module(name: &str, tests: &[String]) -> String {
    let tests = tests.join("\n");
    let lines =
        tests.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") });
    format!("mod {name} {{\n    use super::*;\n\n{}}}\n", lines.collect::<String>())
}

fn write_test(name: &str, checks: &[String]) -> Option<String> {
    let start = "    let mut examples = Examples::default();\n";
    if checks.is_empty() {
        return None;
    }
    Some(format!("#[test]\nfn {name}() {{\n{start}{}    examples.finish();\n}}\n", checks.concat()))
}

/// Writes one check. Both strings are literals.
fn write_check(ty: &TokenStream, place: &str, value: &Value) -> String {
    let ty = ty.to_string().replace(' ', "");
    let json = raw(&value.to_string());
    format!("    examples.check::<{ty}>(\n        {},\n        {json},\n    );\n", quoted(place))
}

/// Returns a raw string literal, with enough `#` for the text. Rust allows at most 255 of them, and rejects characters
/// that change the direction of text. Such text becomes an escaped literal.
pub(super) fn raw(text: &str) -> String {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) && fence.len() <= 8 {
        fence.push('#');
    }
    if text.contains(is_invisible) || fence.len() > 8 {
        return Literal::string(text).to_string();
    }
    format!("r{fence}\"{text}\"{fence}")
}

/// Formats a place as in a reference.
fn show(place: &Place, sources: &Sources) -> String {
    let path = sources.file(place.file).and_then(|file| file.path.file_name());
    let name = path.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{name}#{}", place.pointer)
}
