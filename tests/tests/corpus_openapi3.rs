//! The OpenAPI 3 documents of the corpus: those that give code without a flag, those that need `--skip-unsupported`, and
//! the reason for each rejected document and each omitted operation. `tests/tables/corpus-openapi3.txt` is the table. One test
//! compares its rows for small documents. The other tests take long, so they have commands of their own:
//!
//! ```sh
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test corpus_openapi3 -- --ignored table
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test corpus_openapi3 -- --ignored --nocapture 2024
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test corpus_openapi3 -- --ignored --nocapture 2021
//! ```
//!
//! The first one compares the whole table in a minute; `BLESS=1` writes it. The two others compile all generated code
//! with one edition, and each takes half an hour.

#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Crate, Document, corpus, corpus_or_say, peak_memory, served, specs};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use std::{fs, thread};
use stubsmith::{Config, Finding, Generated, Severity};
use stubsmith_tests::processor_time;

/// The file with the table.
const TABLE: &str = "tables/corpus-openapi3.txt";

/// The groups of the table.
const GROUPS: [&str; 7] = [
    "Published, OpenAPI 3.0",
    "Published, OpenAPI 3.1",
    "Test suites, OpenAPI 3.0",
    "Test suites, OpenAPI 3.1",
    "Test suites, OpenAPI 3.2",
    "Invalid on purpose",
    "With references to missing files",
];

/// The index of a document's group.
fn group(document: &Document) -> usize {
    match (document.status.as_str(), document.is_published, document.version.as_str()) {
        ("ok", true, "oas30") => 0,
        ("ok", true, "oas31") => 1,
        ("ok", false, "oas30") => 2,
        ("ok", false, "oas31") => 3,
        ("ok", false, "oas32") => 4,
        ("invalid-on-purpose", ..) => 5,
        ("missing-ref-files", ..) => 6,
        other => panic!("{}: {other:?} is a new kind of document", document.name),
    }
}

/// The OpenAPI 3 documents, in the order of their names.
fn documents(corpus: &Path) -> Vec<Document> {
    let mut documents = specs(corpus);
    documents.retain(|document| document.version.starts_with("oas3"));
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    documents
}

fn config(document: &Document, skip_unsupported: bool) -> Config {
    Config::new(&document.path).ref_root(&document.root).skip_unsupported(skip_unsupported)
}

/// The result for a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It gives code without a flag.
    Code,
    /// It gives code with `--skip-unsupported`.
    Skipped,
    /// All of its operations are omitted.
    Empty,
    Rejected,
}

/// The row of a document.
struct Row {
    group: usize,
    name: String,
    outcome: Outcome,
    served: usize,
    omitted: usize,
    /// The reasons. Empty if there is nothing to say.
    reasons: String,
    /// The processor time.
    time: Duration,
}

impl Row {
    fn new(document: &Document) -> Self {
        let start = processor_time();
        let mut row = Self {
            group: group(document),
            name: document.name.clone(),
            outcome: Outcome::Code,
            served: 0,
            omitted: 0,
            reasons: String::new(),
            time: Duration::ZERO,
        };
        let generated = config(document, false).generate();
        check_report(document, &generated);
        match first_error(document, &generated) {
            None => row.add_operations(document, &generated),
            Some(error) => {
                writeln!(row.reasons, "    without a flag: {error}").unwrap();
                row.add_skipped(document);
            }
        }
        if document.status != "ok" && row.outcome == Outcome::Code {
            writeln!(row.reasons, "    accepted, {}", warnings(&generated)).unwrap();
        }
        row.time = processor_time().saturating_sub(start);
        row
    }

    /// The results with `--skip-unsupported`.
    fn add_skipped(&mut self, document: &Document) {
        let generated = config(document, true).generate();
        check_report(document, &generated);
        if let Some(error) = first_error(document, &generated) {
            self.outcome = Outcome::Rejected;
            writeln!(self.reasons, "    with --skip-unsupported: {error}").unwrap();
            return;
        }
        self.outcome = Outcome::Skipped;
        self.add_operations(document, &generated);
        if self.served == 0 && document.operations > 0 {
            self.outcome = Outcome::Empty;
        }
    }

    /// Counts the operations, and names the omitted ones.
    fn add_operations(&mut self, document: &Document, generated: &Generated) {
        let omitted = omitted(generated);
        self.served = served(generated);
        self.omitted = omitted.values().map(Vec::len).sum();
        for (codes, operations) in &omitted {
            if operations.len() == document.operations && operations.len() > 1 {
                writeln!(self.reasons, "    omitted, {codes}: all {} operations", operations.len()).unwrap();
                continue;
            }
            for operation in operations {
                writeln!(self.reasons, "    omitted, {codes}: {operation}").unwrap();
            }
        }
        let expected = document.operations;
        if self.served + self.omitted != expected {
            let found = format!("{} served and {} omitted", self.served, self.omitted);
            writeln!(self.reasons, "    {found}, but the corpus counts {expected}").unwrap();
        }
    }
}

/// Whether there is either code or an error, and each diagnostic has a place in a file.
fn check_report(document: &Document, generated: &Generated) {
    assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{}", document.name);
    let mut lines = BTreeMap::new();
    for finding in generated.report.findings() {
        assert_ne!(finding.code, "internal", "{}: {finding}", document.name);
        let path = finding.position.path.clone();
        let lines = lines
            .entry(path)
            .or_insert_with_key(|path| fs::read_to_string(path).unwrap_or_default().lines().count().max(1));
        assert!((1..=*lines).contains(&finding.position.line), "{}: {finding}", document.name);
    }
}

/// The code and the place of the first error, and the number of errors.
fn first_error(document: &Document, generated: &Generated) -> Option<String> {
    let findings = generated.report.findings();
    let errors: Vec<Finding> = findings.filter(|finding| finding.severity == Severity::Error).collect();
    let first = errors.first()?;
    let path = Path::new(&first.position.path);
    let place = format!("{}:{}", first.position.line, first.position.column);
    let place = match path.strip_prefix(&document.root) {
        Ok(file) if path != document.path => format!("{}:{place}", file.display()),
        _ => place,
    };
    let more = if errors.len() == 1 { String::new() } else { format!(", the first of {}", errors.len()) };
    Some(format!("{} at {place}{more}", first.code))
}

/// The omitted operations. The key has the codes of all of an operation's mistakes.
fn omitted(generated: &Generated) -> BTreeMap<String, Vec<String>> {
    let mut codes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for finding in generated.report.findings() {
        let name = finding.message.strip_prefix('`').and_then(|message| message.split_once("` is omitted: "));
        if let Some((operation, _)) = name {
            let codes = codes.entry(operation.to_owned()).or_default();
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
            }
        }
    }
    let mut omitted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (operation, codes) in codes {
        omitted.entry(codes.join(" and ")).or_default().push(operation);
    }
    omitted
}

/// The codes of the warnings.
fn warnings(generated: &Generated) -> String {
    let findings = generated.report.findings();
    let warnings = findings.filter(|finding| finding.severity == Severity::Warning);
    let mut codes: Vec<&str> = warnings.map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.is_empty() { "without a warning".to_owned() } else { format!("with {}", codes.join(", ")) }
}

/// If no document is finished in this time, the generator hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The rows of the documents. All processors work on them.
fn rows(documents: Vec<Document>) -> Vec<Row> {
    let names: Vec<String> = documents.iter().map(|document| document.name.clone()).collect();
    let (documents, next) = (Arc::new(documents), Arc::new(AtomicUsize::new(0)));
    let (sender, receiver) = mpsc::channel();
    for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
        let (documents, next, sender) = (Arc::clone(&documents), Arc::clone(&next), sender.clone());
        thread::spawn(move || {
            while let Some(document) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
                sender.send(Row::new(document)).unwrap();
            }
        });
    }
    drop(sender);
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    // Ends if all threads have ended, or if one hangs.
    while let Ok(row) = receiver.recv_timeout(PATIENCE) {
        rows.insert(row.name.clone(), row);
    }
    let missing: Vec<_> = names.iter().filter(|name| !rows.contains_key(*name)).collect();
    assert!(missing.is_empty(), "a panic or a hang in one of the first of {missing:#?}");
    rows.into_values().collect()
}

/// The table: the counts of each group, then the documents that need a reason.
fn render(rows: &[Row]) -> String {
    let mut table = "The OpenAPI 3 documents of the corpus.\n\n".to_owned();
    let head = ["documents", "code", "code if skipped", "all omitted", "rejected", "operations", "omitted"];
    writeln!(table, "{:34}{}", "", head.map(|title| format!("{title:>16}")).concat()).unwrap();
    for (index, name) in GROUPS.iter().enumerate() {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.group == index).collect();
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        let counts = [
            rows.len(),
            count(Outcome::Code),
            count(Outcome::Skipped),
            count(Outcome::Empty),
            count(Outcome::Rejected),
            rows.iter().map(|row| row.served).sum(),
            rows.iter().map(|row| row.omitted).sum(),
        ];
        writeln!(table, "{name:34}{}", counts.map(|count| format!("{count:>16}")).concat()).unwrap();
    }
    for (index, name) in GROUPS.iter().enumerate() {
        let rows = rows.iter().filter(|row| row.group == index && !row.reasons.is_empty());
        let rows: Vec<String> = rows.map(|row| format!("{}\n{}", row.name, row.reasons)).collect();
        if !rows.is_empty() {
            write!(table, "\n{name}\n\n{}", rows.concat()).unwrap();
        }
    }
    table
}

/// The reasons of each document in the table.
fn reasons(table: &str) -> BTreeMap<&str, String> {
    let mut reasons: BTreeMap<&str, String> = BTreeMap::new();
    let mut name = "";
    for line in table.lines() {
        if line.starts_with("    ") {
            let reasons = reasons.entry(name).or_default();
            writeln!(reasons, "{line}").unwrap();
        } else {
            name = line;
        }
    }
    reasons
}

#[test]
fn small_documents_give_the_rows_of_the_table() {
    let Some(corpus) = corpus_or_say() else { return };
    let mut documents = documents(&corpus);
    documents.retain(|document| document.bytes < 60_000);
    assert!(documents.len() > 1_000, "where is the corpus? {} documents", documents.len());
    let table = fs::read_to_string(TABLE).unwrap();
    let reasons = reasons(&table);
    let rows = rows(documents);
    let wrong =
        rows.iter().filter(|row| reasons.get(row.name.as_str()).map_or("", String::as_str) != row.reasons);
    let wrong: Vec<String> = wrong.map(|row| format!("{}\n{}", row.name, row.reasons)).collect();
    assert!(
        wrong.is_empty(),
        "not as in tests/{TABLE}; the command in this file blesses it:\n{}",
        wrong.concat()
    );
    let slowest = rows.iter().max_by_key(|row| row.time).unwrap();
    assert!(slowest.time < Duration::from_secs(10), "{}: {:?}", slowest.name, slowest.time);
}

#[test]
#[ignore = "takes a minute; see the head of the file"]
fn all_documents_give_the_table() {
    let corpus = corpus().expect("STUBSMITH_CORPUS names the corpus");
    let rows = rows(documents(&corpus));
    let table = render(&rows);
    if std::env::var_os("BLESS").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    let slowest = rows.iter().max_by_key(|row| row.time).unwrap();
    println!("slowest: {} in {:?}; memory: {:?} MiB", slowest.name, slowest.time, peak_memory());
    // Without optimization, the generator takes six times as long.
    let limit = if cfg!(debug_assertions) { 60 } else { 10 };
    assert!(slowest.time < Duration::from_secs(limit), "{}: {:?}", slowest.name, slowest.time);
    assert!(peak_memory().is_none_or(|memory| memory < 1024), "{:?} MiB", peak_memory());
    let published: Vec<&Row> = rows.iter().filter(|row| row.group < 2).collect();
    let code = published.iter().filter(|row| matches!(row.outcome, Outcome::Code | Outcome::Skipped)).count();
    assert!(code * 100 >= published.len() * 95, "{code} of {} give code", published.len());
    assert_eq!(fs::read_to_string(TABLE).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}

#[test]
#[ignore = "takes half an hour; see the head of the file"]
fn all_code_compiles_with_edition_2024() {
    compile("2024");
}

#[test]
#[ignore = "takes half an hour; see the head of the file"]
fn all_code_compiles_with_edition_2021() {
    compile("2021");
}

/// The size of the generated code in one crate. A larger crate takes more memory.
const CRATE: usize = 5_000_000;

/// Compiles the generated code of all whole documents, with the tests of their examples.
fn compile(edition: &str) {
    let corpus = corpus().expect("STUBSMITH_CORPUS names the corpus");
    let mut documents = documents(&corpus);
    documents.retain(|document| document.status == "ok");
    let folder = tempfile::TempDir::new().unwrap();
    let folders: Vec<_> = (0..documents.len()).map(|index| folder.path().join(index.to_string())).collect();
    let mut folders = folders.iter();
    let (mut failed, mut compiled) = (Vec::new(), 0);
    let mut check = |package: &Crate<'_>, count: usize| {
        let start = Instant::now();
        let result = package.try_run(edition, &["check", "--quiet", "--tests"]);
        println!("{edition}: {count} documents, {} bytes, {:?}", package.bytes, start.elapsed());
        fs::remove_dir_all(package.folder).unwrap();
        failed.extend(result.err());
    };
    let mut package = Crate::new(folders.next().unwrap());
    for document in &documents {
        let generated = config(document, true).example_tests(true).generate();
        if generated.files.is_empty() {
            continue;
        }
        package.add(&document.name, &generated);
        compiled += 1;
        if package.bytes > CRATE {
            check(&package, compiled);
            package = Crate::new(folders.next().unwrap());
        }
    }
    if package.bytes > 0 {
        check(&package, compiled);
    }
    assert!(failed.is_empty(), "{edition}: {}", failed.join("\n"));
    println!("{edition}: the code of {compiled} of {} documents compiles", documents.len());
}
