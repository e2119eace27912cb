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
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use stubsmith_tests::bodies::{self, Answer, Module, Question};
use stubsmith_tests::round_trip::{Case, cases, fault, parse};
use stubsmith_tests::values::{Document, Maker};

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
fn spec(mut document: Value) -> Option<(Value, Vec<Value>)> {
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
    Some((document, schemas))
}

#[derive(Default)]
struct Suite {
    modules: Vec<Module>,
    paths: Vec<String>,
    questions: Vec<Question>,
    cases: Vec<(usize, Case)>,
    defaults: Vec<Vec<String>>,
    /// The number of definitions for which no value is found, by document.
    without: Vec<usize>,
}

impl Suite {
    fn add(&mut self, path: &str, document: &Value, schemas: &[Value]) {
        let module = self.modules.len();
        self.modules.push(Module { name: format!("d{module}"), operations: schemas.len(), takers: 0 });
        self.paths.push(path.to_owned());
        let document = Document(document);
        self.defaults.push(document.defaults());
        let mut maker = Maker::new(&document);
        let mut without = 0;
        for (operation, schema) in schemas.iter().enumerate() {
            let cases = cases(&mut maker, schema);
            without += usize::from(cases.is_empty());
            for case in cases {
                self.questions.push(Question::echo(module, operation, case.sent.to_string()));
                self.cases.push((module, case));
            }
        }
        self.without.push(without);
    }
}

fn table(suite: &Suite, answers: &[Answer]) -> String {
    let mut rows: Vec<(usize, usize, Vec<String>)> = vec![(0, 0, Vec::new()); suite.modules.len()];
    let mut keywords: BTreeMap<&str, usize> = BTreeMap::new();
    for ((module, case), answer) in suite.cases.iter().zip(answers) {
        let row = &mut rows[*module];
        match &case.broken {
            None => row.0 += 1,
            Some((keyword, _)) => {
                row.1 += 1;
                *keywords.entry(keyword).or_default() += 1;
            }
        }
        row.2.extend(fault(case, answer, &suite.defaults[*module]));
    }
    let total = |count: fn(&(usize, usize, Vec<String>)) -> usize| rows.iter().map(count).sum::<usize>();
    let by_keyword: Vec<String> =
        keywords.iter().map(|(keyword, count)| format!("{keyword} {count}")).collect();
    let mut text = format!(
        "Values made from the definitions of {} specs, read, written, and read and written again.\n\
         Valid: {}. With one constraint broken: {} ({}). Wrong: {}. Definitions without a value: {} of {}.\n\n\
         definitions, without a value, valid values, broken values, wrong\n",
        suite.modules.len(),
        total(|row| row.0),
        total(|row| row.1),
        by_keyword.join(", "),
        total(|row| row.2.len()),
        suite.without.iter().sum::<usize>(),
        suite.modules.iter().map(|module| module.operations).sum::<usize>(),
    );
    for (index, (valid, broken, wrong)) in rows.iter().enumerate() {
        let (operations, path) = (suite.modules[index].operations, &suite.paths[index]);
        let without = suite.without[index];
        writeln!(text, "{operations:4} {without:4} {valid:5} {broken:5} {:4}  {path}", wrong.len()).unwrap();
        for line in wrong.iter().take(3) {
            writeln!(text, "    {}", line.chars().take(400).collect::<String>()).unwrap();
        }
    }
    text
}

#[test]
#[ignore = "takes minutes; see the head of the file"]
fn values_come_back_and_broken_ones_are_rejected() {
    let corpus = env::var_os("STUBSMITH_CORPUS").expect("STUBSMITH_CORPUS names the corpus");
    let corpus = Path::new(&corpus);
    let folder = tempfile::TempDir::new().unwrap();
    let (mut suite, mut known) = (Suite::default(), HashSet::new());
    for path in documents(corpus) {
        if suite.modules.len() == DOCUMENTS {
            break;
        }
        let Some(document) = fs::read_to_string(corpus.join(&path)).ok().and_then(|text| parse(&text)) else {
            continue;
        };
        let Some((document, schemas)) = spec(document) else { continue };
        let new = known.insert(document["definitions"].to_string());
        if new && bodies::generate(&document, folder.path(), &format!("d{}", suite.modules.len())).is_ok() {
            suite.add(&path, &document, &schemas);
        }
    }
    let answers = bodies::ask(folder.path(), &suite.modules, &suite.questions);
    let table = table(&suite, &answers);
    let path = Path::new("tables/round-trip.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
