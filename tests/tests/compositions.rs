//! Our own document, with each keyword in each place of a schema, gives code that compiles. `tests/differential` judges the
//! values that this code accepts, but it is not part of the workspace.

#[path = "../differential/src/compositions.rs"]
mod compositions;
#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::Crate;
use serde_json::json;
use std::fs;
use stubsmith::Config;
use stubsmith_tests::bodies;

#[test]
fn the_code_of_all_compositions_compiles() {
    let mut document = compositions::document();
    let names = document["definitions"].as_object().unwrap().keys();
    let schemas: Vec<_> = names.map(|name| json!({"$ref": format!("#/definitions/{name}")})).collect();
    document["paths"] = bodies::paths(&schemas);
    let folder = tempfile::TempDir::new().unwrap();
    let spec = folder.path().join("spec.json");
    fs::write(&spec, document.to_string()).unwrap();
    let generated = Config::new(&spec).generate();
    assert!(!generated.report.has_errors(), "{}", generated.report.render(stubsmith::Style::Short));
    let package = folder.path().join("package");
    let mut package = Crate::new(&package);
    package.add("compositions", &generated);
    package.run("2024", &["check", "--quiet"]);
}
