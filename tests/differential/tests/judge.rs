//! Decodes values of the definitions of 100 published documents, and compares the verdicts with an independent
//! validator. README.md tells how to run it. `BLESS=1` writes the table.

use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use stubsmith_differential::compare::{Source, Subject, Verdict};
use stubsmith_differential::compositions;
use stubsmith_differential::documents::{Document, published, read, with_operations};
use stubsmith_differential::mutate::Mutation;
use stubsmith_differential::report::Report;
use stubsmith_differential::rewrite::escaped;
use stubsmith_differential::table;
use stubsmith_tests::bodies::{self, Answer, Module, Question};
use stubsmith_tests::round_trip::Suite;

const DOCUMENTS: usize = 100;
/// The most schemas of an OpenAPI 3 document, so that all programs compile in a few minutes.
const SCHEMAS: usize = 60;
/// The number of valid values for a definition, and of changes to each.
const VALUES: (usize, usize) = (4, 22);
/// The number of definitions to show for a class of fault.
const SHOWN: usize = 20;

/// A document with generated code, and the JSON pointers to its keywords that are not enforced.
type Generated = (Document, HashSet<String>);

struct Row {
    path: String,
    definitions: usize,
    without: usize,
    accepted: usize,
    rejected: usize,
    wrong: usize,
}

#[derive(Default)]
struct Judge<'d> {
    modules: Vec<Module>,
    rows: Vec<Row>,
    subjects: Vec<Subject<'d>>,
    /// The document, the subject and the value of each question.
    asked: Vec<(usize, usize, Mutation)>,
    questions: Vec<Question>,
    skipped: Vec<String>,
}

impl<'d> Judge<'d> {
    fn add(&mut self, document: &Document, source: &'d Source<'d>) {
        let module = self.modules.len();
        let name = format!("d{module}");
        self.modules.push(Module { name, operations: document.names.len(), takers: 0 });
        let mut without = 0;
        for (operation, name) in document.names.iter().enumerate() {
            let pointer = format!("/definitions/{}", escaped(name));
            if let Some(keyword) = document.unwritten(name) {
                self.skipped.push(format!("{}#{pointer}: has `{keyword}`", document.path));
                continue;
            }
            let mut subject = match Subject::new(source, &pointer) {
                Ok(subject) => subject,
                Err(error) => {
                    self.skipped.push(format!("{}#{pointer}: {error}", document.path));
                    continue;
                }
            };
            let values = subject.values((module * 1000 + operation) as u64, VALUES);
            without += usize::from(values.is_empty());
            for value in values {
                self.questions.push(Question::echo(module, operation, value.text.clone()));
                self.asked.push((module, self.subjects.len(), value));
            }
            self.subjects.push(subject);
        }
        let (path, definitions) = (document.path.clone(), document.names.len());
        self.rows.push(Row { path, definitions, without, accepted: 0, rejected: 0, wrong: 0 });
    }
}

/// A list of labels with their counts.
fn counted<'c>(title: &str, counts: impl Iterator<Item = (&'c str, usize)>) -> String {
    counts.fold(format!("\n{title}\n"), |text, (what, count)| text + &format!("{count:8}  {what}\n"))
}

impl Judge<'_> {
    fn table(&mut self, answers: &[Answer]) -> String {
        let (mut agree, mut documented) = (0, BTreeMap::<&str, usize>::new());
        let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for ((module, subject, sent), answer) in self.asked.iter().zip(answers) {
            let (row, kind) = (&mut self.rows[*module], kinds.entry(sent.kind).or_default());
            let counts = if answer.is_taken() {
                (&mut row.accepted, &mut kind.0)
            } else {
                (&mut row.rejected, &mut kind.1)
            };
            (*counts.0, *counts.1) = (*counts.0 + 1, *counts.1 + 1);
            match self.subjects[*subject].judge(sent, answer) {
                Verdict::Agree => agree += 1,
                Verdict::Documented(rule) => *documented.entry(rule).or_default() += 1,
                Verdict::Wrong(class, what) => {
                    row.wrong += 1;
                    let pointer = self.subjects[*subject].pointer();
                    let line = format!(
                        "{}#{pointer} [{} at `{}`] {} => {what}",
                        row.path, sent.kind, sent.pointer, sent.text
                    );
                    wrong.entry(class).or_default().push(line);
                }
            }
        }
        let mut text = format!(
            "Values of the definitions of {} documents, decoded and validated: {}. Unexplained differences: {}.\n\n\
             {agree:8}  same verdict; accepted values come back equal and are accepted again\n",
            self.rows.len(),
            answers.len(),
            wrong.values().map(Vec::len).sum::<usize>(),
        );
        text += &counted("Differs from draft 4 by a decision:", documented.into_iter());
        text += "\nAccepted and rejected, by kind of change:\n";
        for (kind, (accepted, rejected)) in kinds {
            writeln!(text, "{accepted:8} {rejected:8}  {kind}").unwrap();
        }
        text += "\nDefinitions, definitions without a value, values accepted, rejected, unexplained:\n";
        for Row { path, definitions, without, accepted, rejected, wrong } in &self.rows {
            writeln!(text, "{definitions:5} {without:3} {accepted:6} {rejected:6} {wrong:5}  {path}")
                .unwrap();
        }
        text += "\nNot judged:\n";
        self.skipped.iter().for_each(|line| writeln!(text, "    {line}").unwrap());
        for (class, lines) in &mut wrong {
            writeln!(text, "\n{} {class}", lines.len()).unwrap();
            lines.sort_by_key(String::len);
            let mut shown = HashSet::new();
            let definition =
                |line: &&String| shown.insert(line.split(" [").next().unwrap_or_default().to_owned());
            for line in lines.iter().filter(definition).take(SHOWN) {
                writeln!(text, "    {}", line.chars().take(400).collect::<String>()).unwrap();
            }
        }
        text
    }
}

/// The documents with generated code, and why others are skipped.
fn generated(
    (corpus, kinds): (&Path, &[&str]),
    ours: Option<Document>,
    most: usize,
    folder: &Path,
) -> (Vec<Generated>, Vec<String>) {
    let (mut documents, mut skipped, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    let wanted: usize = env::var("DOCUMENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(DOCUMENTS);
    let wanted = wanted + usize::from(ours.is_some());
    let theirs = published(corpus, kinds).into_iter().filter_map(|path| {
        let text = fs::read_to_string(corpus.join(&path)).unwrap_or_default();
        read(&path, &text).filter(|document| document.names.len() <= most)
    });
    for document in ours.into_iter().chain(theirs) {
        if documents.len() == wanted {
            break;
        }
        if !known.insert(document.published["definitions"].to_string()) {
            skipped.push(format!("{}: same definitions as another document", document.path));
            continue;
        }
        let name = format!("d{}", documents.len());
        match bodies::generate(&document.value, folder, &name) {
            Ok(()) => {
                let report = Report::of(&folder.join(format!("{name}.json")), folder).unwrap();
                let unenforced = report.unenforced.iter().filter_map(|keyword| document.written(keyword));
                let unenforced = unenforced.collect();
                documents.push((document, unenforced));
            }
            Err(report) => {
                assert!(document.path != "compositions", "{report}");
                let error = report.lines().find_map(|line| line.split_once("error")).unwrap_or_default().1;
                skipped.push(format!("{}: {error}", document.path));
            }
        }
    }
    (documents, skipped)
}

#[test]
fn decoders_agree_with_the_validator() {
    let ours = with_operations("compositions", compositions::document());
    compare(&["swagger2"], ours, usize::MAX, |judge, _, folder| {
        let answers = bodies::ask(folder, &judge.modules, &judge.questions);
        table::hold("differential.txt", &judge.table(&answers));
    });
}

/// The schemas of OpenAPI 3 are written as definitions of Swagger 2.0: see `openapi3.rs`. The round trips share nothing
/// else with the judge: their values are made by other code, which knows the place of each violation.
#[test]
fn decoders_of_openapi_3_agree_with_the_validator() {
    compare(&["oas30", "oas31", "oas32"], None, SCHEMAS, |judge, documents, folder| {
        let mut round_trips = round_trips(documents);
        let count = judge.questions.len();
        judge.questions.extend(round_trips.take_questions());
        let answers = bodies::ask(folder, &judge.modules, &judge.questions);
        let (own, others) = answers.split_at(count);
        let (own, others) = (judge.table(own), round_trips.table(others));
        table::hold("differential-openapi3.txt", &own);
        table::hold("round-trip-openapi3.txt", &others);
        assert!(others.contains(" Wrong: 0. "), "the table lists wrong responses");
    });
}

/// Values of the same documents, in the same order.
fn round_trips(documents: &[Generated]) -> Suite {
    let mut suite = Suite::default();
    for (document, _) in documents {
        let schema = |name: &String| {
            let schema = json!({"$ref": format!("#/definitions/{}", escaped(name))});
            document.unwritten(name).is_none().then_some(schema)
        };
        let schemas: Vec<_> = document.names.iter().map(schema).collect();
        suite.add(&document.path, &document.published, &schemas);
    }
    suite
}

/// Compares the documents of these kinds with at most so many definitions, and one of ours.
fn compare(
    kinds: &[&str],
    ours: Option<Document>,
    most: usize,
    hold: impl FnOnce(&mut Judge<'_>, &[Generated], &Path),
) {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS") else {
        return println!("skipped: STUBSMITH_CORPUS is not set");
    };
    let folder = tempfile::TempDir::new().unwrap();
    let (documents, skipped) = generated((Path::new(&corpus), kinds), ours, most, folder.path());
    let sources: Vec<Source<'_>> =
        documents.iter().map(|(document, unenforced)| Source::of(&document.published, unenforced)).collect();
    let mut judge = Judge { skipped, ..Judge::default() };
    for ((document, _), source) in documents.iter().zip(&sources) {
        judge.add(document, source);
    }
    hold(&mut judge, &documents, folder.path());
    assert!(judge.rows.iter().all(|row| row.wrong == 0), "the table lists unexplained differences");
}
