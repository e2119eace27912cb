//! Values that are made from the schemas of 100 published specs: valid ones are read and written, and come back equal
//! twice; those with one constraint broken are rejected at its place. It takes minutes, so it runs only on request:
//!
//! ```text
//! STUBSMITH_CORPUS=<folder> cargo test -p stubsmith-tests --test round_trip -- --ignored
//! ```
//!
//! `BLESS=1` writes the table in `tests/tables/round-trip.txt`.

use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::{env, fs};
use stubsmith_tests::bodies;
use stubsmith_tests::round_trip::{Suite, parse};

const DOCUMENTS: usize = 100;

/// The corpus' Swagger 2.0 documents that are a single file: the first of each folder, then the second of each.
fn documents(corpus: &Path) -> Vec<String> {
    let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let mut folders: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for line in manifest.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, "swagger2", _, _, schemas, "0", _, _, "spec", "ok", ..] = columns.as_slice() else {
            continue;
        };
        let schemas: usize = schemas.parse().unwrap();
        if (2..=25).contains(&schemas) {
            folders.entry(path.split('/').next().unwrap()).or_default().push((usize::MAX - schemas, path));
        }
    }
    for paths in folders.values_mut() {
        paths.sort_unstable();
    }
    let longest = folders.values().map(Vec::len).max().unwrap_or(0);
    let rounds = (0..longest).flat_map(|round| folders.values().filter_map(move |paths| paths.get(round)));
    rounds.map(|(_, path)| (*path).to_owned()).collect()
}

/// The spec with one operation for each definition, and the schemas of these.
fn spec(mut document: Value) -> Option<(Value, Vec<Option<Value>>)> {
    let names = document["definitions"].as_object()?.keys();
    let escaped =
        |name: &String| name.replace('~', "~0").replace('/', "~1").replace('%', "%25").replace(' ', "%20");
    let schemas: Vec<Value> =
        names.map(|name| json!({"$ref": format!("#/definitions/{}", escaped(name))})).collect();
    let members = document.as_object_mut()?;
    members.retain(|name, _| {
        ["swagger", "info", "definitions", "parameters", "responses"].contains(&name.as_str())
    });
    members.insert("paths".to_owned(), bodies::paths(&schemas));
    Some((document, schemas.into_iter().map(Some).collect()))
}

#[test]
#[ignore = "takes minutes; see the head of the file"]
fn values_come_back_and_broken_ones_are_rejected() {
    let corpus = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let corpus = Path::new(&corpus);
    let folder = tempfile::TempDir::new().unwrap();
    let (mut suite, mut known) = (Suite::default(), HashSet::new());
    for path in documents(corpus) {
        if suite.count() == DOCUMENTS {
            break;
        }
        let Some(document) = fs::read_to_string(corpus.join(&path)).ok().and_then(|text| parse(&text)) else {
            continue;
        };
        let Some((document, schemas)) = spec(document) else { continue };
        let new = known.insert(document["definitions"].to_string());
        if new && bodies::generate(&document, folder.path(), &format!("d{}", suite.count())).is_ok() {
            suite.add(&path, &document, &schemas);
        }
    }
    let table = suite.run(folder.path());
    let path = Path::new("tables/round-trip.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
