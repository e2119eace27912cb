//! For each keyword that the report calls enforced there is a value that this keyword alone rejects, and the generated
//! code rejects it. README.md says how to run it. `BLESS=1` writes the tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith_differential::compositions;
use stubsmith_differential::documents::{Document, published, read, with_operations};
use stubsmith_differential::prove::{Proof, prove, rejects_nothing};
use stubsmith_differential::report::Report;
use stubsmith_differential::table;
use stubsmith_tests::bodies::{self, Module, Question};

const DOCUMENTS: usize = 50;
/// More take too long to compile.
const DEFINITIONS: usize = 40;
/// How many places are shown of what is wrong with a keyword.
const SHOWN: usize = 8;

#[derive(Default)]
struct Table {
    modules: Vec<Module>,
    questions: Vec<Question>,
    /// Of each question the claim, and whether the value is to be accepted.
    asked: Vec<(String, String, bool)>,
    /// By keyword: rejected, accepted, implied by which, rejecting nothing, without a value.
    rejected: BTreeMap<String, usize>,
    accepted: BTreeMap<String, usize>,
    implied: BTreeMap<(String, String), usize>,
    nothing: BTreeMap<String, usize>,
    reasons: BTreeMap<String, usize>,
    without: BTreeMap<String, Vec<String>>,
    skipped: Vec<String>,
}

impl Table {
    fn add(&mut self, document: &Document, spec: &Path) {
        let module = self.modules.len();
        self.modules.push(Module { name: format!("d{module}"), operations: document.names.len() });
        let report = Report::of(spec);
        for claim in report.claims {
            let name = claim.pointer.split('/').nth(2).unwrap_or_default();
            let definition = format!("/definitions/{name}");
            let name = stubsmith_differential::rewrite::unescaped(name);
            let Some(operation) = document.names.iter().position(|known| *known == name) else { continue };
            let keyword = claim.keyword.clone();
            let value = document.value.pointer(&claim.pointer).map(|schema| &schema[&keyword]);
            if value.is_some_and(|value| rejects_nothing(&document.value, &keyword, value)) {
                *self.nothing.entry(keyword).or_default() += 1;
                continue;
            }
            let place = format!("{}#{}", document.path, claim.pointer);
            match prove(&document.value, &definition, &claim, &report.unenforced) {
                Proof::Rejects(text) => {
                    *self.rejected.entry(keyword.clone()).or_default() += 1;
                    self.questions.push(Question { module, operation, body: text });
                    self.asked.push((place, keyword, false));
                }
                Proof::Accepts(text) => {
                    *self.accepted.entry(keyword.clone()).or_default() += 1;
                    self.questions.push(Question { module, operation, body: text });
                    self.asked.push((place, keyword, true));
                }
                Proof::Implied(sibling) => *self.implied.entry((keyword, sibling)).or_default() += 1,
                Proof::Reason(why) => *self.reasons.entry(format!("{keyword}: {why}")).or_default() += 1,
                Proof::None => self.without.entry(keyword).or_default().push(place),
            }
        }
    }

    fn text(&self, folder: &Path) -> String {
        let answers = bodies::ask(folder, &self.modules, &self.questions);
        let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((question, (place, keyword, accepted)), answer) in
            self.questions.iter().zip(&self.asked).zip(&answers)
        {
            // Decoders never answer 500: the request was accepted, and what it was is not a valid response.
            let is_accepted = answer.is_taken() || answer.status == "500";
            if is_accepted != *accepted {
                let line = format!("{place} {} => {} {}", question.body, answer.status, answer.text);
                wrong.entry(keyword).or_default().push(line);
            }
        }
        let mut text = format!(
            "Keywords of {} documents that the report calls enforced: {} with a value. Not as claimed: {}. Without a value: {}.\n",
            self.modules.len(),
            answers.len(),
            wrong.values().map(Vec::len).sum::<usize>(),
            self.without.values().map(Vec::len).sum::<usize>()
        );
        let mut list = |title: &str, counts: &BTreeMap<String, usize>| {
            let all: usize = counts.values().sum();
            writeln!(text, "\n{title}: {all}").unwrap();
            counts.iter().for_each(|(keyword, count)| writeln!(text, "{count:6}  {keyword}").unwrap());
        };
        list("A value that the keyword alone rejects is rejected", &self.rejected);
        list("A value that is accepted for this keyword alone is accepted", &self.accepted);
        list("The keyword rejects nothing", &self.nothing);
        let implied = self
            .implied
            .iter()
            .map(|((keyword, sibling), count)| (format!("{keyword}, next to {sibling}"), *count));
        list("What the keyword rejects, another one rejects as well", &implied.collect());
        list("There can be no value", &self.reasons);
        let without = self.without.iter().map(|(keyword, places)| (keyword.clone(), places.len()));
        list("No value is found", &without.collect());
        for line in &self.skipped {
            writeln!(text, "skipped: {line}").unwrap();
        }
        for (keyword, places) in &self.without {
            places.iter().take(SHOWN).for_each(|place| writeln!(text, "    {keyword} at {place}").unwrap());
        }
        for (keyword, lines) in &mut wrong {
            lines.sort_by_key(String::len);
            writeln!(text, "\nNot as claimed: {} {keyword}", lines.len()).unwrap();
            let shown = lines.iter().take(SHOWN).map(|line| line.chars().take(400).collect::<String>());
            shown.for_each(|line| writeln!(text, "    {line}").unwrap());
        }
        text
    }
}

/// The table of the first documents that are generated.
fn run(texts: impl Iterator<Item = (String, String)>, most: usize) -> String {
    let documents = texts.filter_map(|(path, text)| read(&path, &text));
    let small = documents.filter(|document| (1..=DEFINITIONS).contains(&document.names.len()));
    run_all(small, most)
}

fn run_all(documents: impl Iterator<Item = Document>, most: usize) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let mut table = Table::default();
    for document in documents {
        if table.modules.len() == most {
            break;
        }
        let name = format!("d{}", table.modules.len());
        match bodies::generate(&document.value, folder.path(), &name) {
            Ok(()) => table.add(&document, &folder.path().join(format!("{name}.json"))),
            Err(report) => {
                let error = report.lines().find_map(|line| line.split_once("error")).unwrap_or_default().1;
                let error = error.replace(&folder.path().display().to_string(), "");
                table.skipped.push(format!("{}: {error}", document.path));
            }
        }
    }
    table.text(folder.path())
}

/// Holds the table, and that no claim is wrong or without a value.
fn hold(name: &str, text: &str) {
    table::hold(name, text);
    assert!(text.contains("Not as claimed: 0. Without a value: 0."), "{text}");
}

#[test]
fn keywords_of_the_golden_cases_are_enforced() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("../golden").unwrap().map(|entry| entry.unwrap().path().join("spec.yaml")).collect();
    cases.sort();
    let text = |path: &PathBuf| {
        let name = path.strip_prefix("../golden").unwrap().display().to_string();
        Some((name, fs::read_to_string(path).ok()?))
    };
    hold("proofs.txt", &run(cases.iter().filter_map(text), usize::MAX));
}

#[test]
fn keywords_of_all_compositions_are_enforced() {
    let document = with_operations("compositions", compositions::document());
    hold("proofs-compositions.txt", &run_all(document.into_iter(), 1));
}

#[test]
fn keywords_of_published_documents_are_enforced() {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS") else {
        return println!("skipped: STUBSMITH_CORPUS names no corpus");
    };
    let corpus = Path::new(&corpus);
    let texts = published(corpus).into_iter().filter_map(|path| {
        let text = fs::read_to_string(corpus.join(&path)).ok()?;
        Some((path, text))
    });
    hold("proofs-corpus.txt", &run(texts, DOCUMENTS));
}
