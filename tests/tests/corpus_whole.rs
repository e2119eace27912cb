//! All Swagger 2.0 documents of the corpus: which of them give code, and whether it compiles without a warning on both
//! editions. It takes half an hour, so it has its own command:
//!
//! ```sh
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test corpus_whole -- --ignored --nocapture
//! ```
//!
//! `BLESS=1` writes the table of rejected documents and omitted operations, `tests/tables/corpus.txt`.

#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Crate, Document, corpus, documents, peak_memory, served};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use stubsmith::{Generated, Severity};

/// The results for the documents of one kind.
#[derive(Default)]
struct Table {
    documents: usize,
    code: usize,
    operations: usize,
    omitted: usize,
    rejected: String,
    skipped: String,
}

impl Table {
    fn add(&mut self, document: &Document, generated: &Generated) {
        self.documents += 1;
        if generated.report.has_errors() {
            self.refuse(document, generated);
            return;
        }
        let reasons: Vec<String> = omitted(generated);
        let served = served(generated);
        self.operations += served;
        // A path that is omitted as a whole has more than one operation.
        self.omitted += document.operations.saturating_sub(served);
        if served == 0 && document.operations > 0 {
            writeln!(self.rejected, "{}\n    all of its operations are omitted", document.name).unwrap();
        } else {
            self.code += 1;
        }
        if !reasons.is_empty() {
            writeln!(self.skipped, "{}\n    {}", document.name, reasons.join("\n    ")).unwrap();
        }
    }

    fn refuse(&mut self, document: &Document, generated: &Generated) {
        writeln!(self.rejected, "{}", document.name).unwrap();
        let errors = generated.report.findings().filter(|finding| finding.severity == Severity::Error);
        for finding in errors {
            writeln!(self.rejected, "    {}: {}", finding.code, finding.message).unwrap();
        }
    }

    fn render(&self, of: &str) -> String {
        format!(
            "{of}: {} documents, of which {} give code and {} are rejected; {} operations are served, {} omitted.",
            self.documents,
            self.code,
            self.documents - self.code,
            self.operations,
            self.omitted
        )
    }
}

/// The omitted operations, and the reasons.
fn omitted(generated: &Generated) -> Vec<String> {
    let findings = generated.report.findings();
    let messages = findings.map(|finding| (finding.code, finding.message));
    let operations =
        messages.filter(|(_, message)| message.starts_with('`') && message.contains("` is omitted: "));
    operations.map(|(code, message)| format!("{code}: {message}")).collect()
}

#[test]
#[ignore = "takes half an hour; see the head of the file"]
fn all_give_code_that_compiles_or_a_reason() {
    let corpus = corpus().expect("STUBSMITH_CORPUS names the corpus");
    let folder = tempfile::TempDir::new().unwrap();
    let folders: Vec<_> = (0..8).map(|index| folder.path().join(format!("c{index}"))).collect();
    let mut crates: Vec<Crate<'_>> = folders.iter().map(|folder| Crate::new(folder)).collect();
    let (mut published, mut suites) = (Table::default(), Table::default());
    let mut slowest = (Duration::ZERO, String::new());
    for (index, document) in documents(&corpus).iter().enumerate() {
        let start = Instant::now();
        let generated = document.generate();
        slowest = slowest.max((start.elapsed(), document.name.clone()));
        let table = if document.is_published { &mut published } else { &mut suites };
        table.add(document, &generated);
        if !generated.files.is_empty() {
            crates[index % folders.len()].add(&document.name, &generated);
        }
        let again = document.bytes < 50_000;
        assert!(
            !again || document.generate().files == generated.files,
            "{}: the second run gave other bytes",
            document.name
        );
    }
    println!("slowest: {slowest:?}; memory: {:?} MiB", peak_memory());
    check_table(&published, &suites);
    // Without optimisation, the generator takes six times as long.
    let limit = if cfg!(debug_assertions) { 60 } else { 10 };
    assert!(slowest.0 < Duration::from_secs(limit), "{slowest:?}");
    assert!(peak_memory().is_none_or(|memory| memory < 1024), "{:?} MiB", peak_memory());
    for edition in ["2024", "2021"] {
        for each in &crates {
            each.run(edition, &["check", "--quiet"]);
            println!("{edition}: {} compiles", each.folder.display());
        }
    }
}

fn check_table(published: &Table, suites: &Table) {
    let table = format!(
        "The Swagger 2.0 documents of the corpus that are whole, generated with --skip-unsupported and --keep-unknown.\n{}\n{}\n\n\
         Rejected, published\n\n{}\nRejected, test suites\n\n{}\nOperations omitted, published\n\n{}\nOperations omitted, test suites\n\n{}",
        published.render("Published descriptions"),
        suites.render("Test suites of other tools"),
        published.rejected,
        suites.rejected,
        published.skipped,
        suites.skipped
    );
    println!("{}\n{}", published.render("published"), suites.render("suites"));
    let path = Path::new("tables/corpus.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, &table).unwrap();
    }
    assert!(published.code * 100 >= published.documents * 98, "published descriptions");
    assert!(suites.code * 100 >= suites.documents * 95, "test suites");
    assert_eq!(fs::read_to_string(path).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
