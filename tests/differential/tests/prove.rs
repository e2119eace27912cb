//! For each keyword that the report calls enforced, finds a value that only this keyword rejects, and checks that the
//! generated code rejects it. README.md tells how to run it. `BLESS=1` writes the tables.

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith_differential::arguments::{Argument, question};
use stubsmith_differential::compare::Source;
use stubsmith_differential::compositions;
use stubsmith_differential::documents::{Document, Format, Takers, format, published, read, with_operations};
use stubsmith_differential::openapi3::restricts;
use stubsmith_differential::places::{Belongs, belongs, place_of};
use stubsmith_differential::prove::{Claim, Proof, Whole, prove, rejects_nothing};
use stubsmith_differential::report::Report;
use stubsmith_differential::rewrite::escaped;
use stubsmith_differential::table;
use stubsmith_differential::texts::placed;
use stubsmith_tests::bodies::{self, Module, Question};

const DOCUMENTS: usize = 50;
/// Documents with more definitions take too long to compile.
const DEFINITIONS: usize = 40;
/// The number of places to show for a keyword that fails.
const SHOWN: usize = 8;

// Reasons why a claim is not judged.
const NOT_ALONE: &str = "references another file, so it cannot be generated alone";
const OF_NO_VALUE: &str = "not about a value; the compiled tests cover it";
const NOT_WRITTEN: &str = "cannot be written as a definition; the compiled tests cover it";
const NEXT_TO_OTHERS: &str = "draft 4 lacks another keyword of the definition; the compiled tests cover it";
const OF_A_CRATE: &str =
    "the setting `formats` selects a type, which this test does not use; the compiled tests cover it";
const OF_THE_HANDLER: &str = "the handler makes the value, and debug builds check it";

/// A claim that is tested by a request.
struct Asked {
    /// The document and the JSON pointer.
    place: String,
    /// The keyword and its kind of place.
    keyword: String,
    /// Whether the request has to be accepted.
    accepted: bool,
}

#[derive(Default)]
struct Table {
    modules: Vec<Module>,
    questions: Vec<Question>,
    /// The claim of each question.
    asked: Vec<Asked>,
    /// All claims, by kind of place.
    places: BTreeMap<String, usize>,
    /// The rows of the table, by keyword.
    rejected: BTreeMap<String, usize>,
    accepted: BTreeMap<String, usize>,
    implied: BTreeMap<(String, String), usize>,
    nothing: BTreeMap<String, usize>,
    reasons: BTreeMap<String, usize>,
    unjudged: BTreeMap<String, usize>,
    without: BTreeMap<String, Vec<String>>,
    skipped: Vec<String>,
}

/// A document with generated code, and its report.
struct Subject<'d> {
    document: &'d Document,
    module: usize,
    takers: Takers,
    unenforced: HashSet<String>,
}

impl Table {
    /// Adds the claims of the generated document and of the document as it was published.
    fn add(&mut self, document: &Document, takers: Takers, spec: &Path, origin: Option<&Path>) {
        let module = self.modules.len();
        let name = format!("d{module}");
        let operations = document.names.len();
        self.modules.push(Module { name, operations, takers: takers.parameters.len() });
        let settings =
            origin.and_then(|origin| fs::read_to_string(origin.with_file_name("stubsmith.yaml")).ok());
        let has_formats =
            settings.is_some_and(|settings| settings.lines().any(|line| line.starts_with("formats:")));
        let generated = Report::of(spec, Path::new("/")).unwrap_or_default();
        let published = origin.and_then(|origin| Report::of(origin, origin.parent()?.parent()?));
        if published.is_none() && origin.is_some() {
            let line = "rejected as published, so only its definitions are judged";
            self.skipped.push(format!("{}: {line}", document.path));
        }
        let published = published.unwrap_or_default();
        // All other claims are about the operations that this test adds.
        let claims = generated.claims.iter().filter_map(|claim| document.claim(claim));
        let is_own = |claim: &Claim| matches!(belongs(&claim.pointer), Belongs::Definition(_));
        let mut claims: Vec<Claim> = claims.filter(is_own).collect();
        let mut known: HashSet<Claim> = claims.iter().cloned().collect();
        for claim in &published.claims {
            match document.claim(claim) {
                Some(claim) if has_formats && claim.keyword == "format" && !known.contains(&claim) => {
                    self.unjudged("an item", &claim.keyword, OF_A_CRATE);
                }
                Some(claim) if known.insert(claim.clone()) => claims.push(claim),
                Some(_) => {}
                None => self.unjudged(place_of(&claim.pointer), &claim.keyword, NOT_WRITTEN),
            }
        }
        let unenforced = generated.unenforced.iter().chain(&published.unenforced);
        let unenforced = unenforced.filter_map(|keyword| document.written(keyword)).collect();
        for keyword in published.of_operations {
            self.unjudged("an operation or a response", &keyword, OF_NO_VALUE);
        }
        for keyword in published.elsewhere {
            self.unjudged("a schema in another file", &keyword, NOT_ALONE);
        }
        let subject = Subject { document, module, takers, unenforced };
        claims.iter().for_each(|claim| self.claim(&subject, claim));
    }

    /// Counts the claims of a document that cannot be generated with the operations of this test.
    fn skip(&mut self, document: &Document, origin: Option<&Path>, error: &str) {
        let report = origin.and_then(|origin| Report::of(origin, origin.parent()?.parent()?));
        let report = report.unwrap_or_default();
        let own = report.claims.iter().map(|claim| &claim.keyword);
        let all = own.chain(&report.of_operations).chain(&report.elsewhere).count();
        self.skipped.push(format!("{}, {all} claims: {error}", document.path));
    }

    fn unjudged(&mut self, place: &str, keyword: &str, reason: &str) {
        *self.places.entry(place.to_owned()).or_default() += 1;
        *self.unjudged.entry(format!("{keyword} of {place}: {reason}")).or_default() += 1;
    }

    fn claim(&mut self, subject: &Subject<'_>, claim: &Claim) {
        let Claim { pointer, keyword } = claim;
        match belongs(pointer) {
            Belongs::Definition(name) => {
                let known = subject.document.names.iter().position(|known| *known == name);
                let Some(operation) = known else {
                    return self.unjudged("a definition", keyword, "no operation uses it");
                };
                // The values of the test may violate this keyword.
                if subject.document.unwritten(&name).is_some_and(restricts) {
                    return self.unjudged("a definition", keyword, NEXT_TO_OTHERS);
                }
                *self.places.entry("a definition".to_owned()).or_default() += 1;
                let whole = format!("/definitions/{}", escaped(&name));
                let ask = |body| Question::echo(subject.module, operation, body);
                self.schema(subject, &whole, claim, keyword.clone(), ask);
            }
            Belongs::Body(parameter) => self.body(subject, &parameter, claim),
            Belongs::Parameter(whole) => {
                let parameter = subject.document.published.pointer(&whole);
                let place = parameter.and_then(|parameter| parameter["in"].as_str()).unwrap_or("other");
                let items = if whole == *pointer { "" } else { "items of " };
                let place = format!("{items}a {place} parameter");
                let operation = subject.takers.operations.get(&whole);
                let Some((operation, parameter)) = operation.copied().zip(parameter) else {
                    return self.unjudged(&place, keyword, NOT_ALONE);
                };
                *self.places.entry(place.clone()).or_default() += 1;
                self.parameter(
                    subject,
                    (&whole, parameter, operation),
                    claim,
                    format!("{keyword} of {place}"),
                );
            }
            Belongs::Response => self.unjudged("a response", keyword, OF_THE_HANDLER),
            Belongs::Header => self.unjudged("a response header", keyword, OF_THE_HANDLER),
            Belongs::Other => {
                self.unjudged("the target of a reference", keyword, "no operation uses it");
            }
        }
    }

    /// A keyword in the schema of a body parameter.
    fn body(&mut self, subject: &Subject<'_>, parameter: &str, claim: &Claim) {
        let Some(operation) = subject.takers.operations.get(parameter) else {
            return self.unjudged("a body", &claim.keyword, NOT_ALONE);
        };
        let format = format(&subject.document.published, parameter);
        if format == Format::Other {
            return self.unjudged("a body", &claim.keyword, "the handler reads the body");
        }
        *self.places.entry("a body".to_owned()).or_default() += 1;
        let whole = format!("{parameter}/schema");
        let keyword = format!("{} of a body", claim.keyword);
        let target = format!("/take{operation}");
        if format == Format::Json {
            let ask = |body| Question::json(subject.module, target.clone(), body);
            return self.schema(subject, &whole, claim, keyword, ask);
        }
        self.text(subject, &whole, claim, keyword, |texts| {
            let headers = vec![("content-type".to_owned(), "text/plain".to_owned())];
            Question {
                module: subject.module,
                method: "POST",
                target: target.clone(),
                headers,
                body: texts.concat(),
            }
        });
    }

    /// A keyword of a schema that is sent as JSON.
    fn schema(
        &mut self,
        subject: &Subject<'_>,
        whole: &str,
        claim: &Claim,
        keyword: String,
        ask: impl Fn(String) -> Question,
    ) {
        let document = &subject.document.published;
        let value = document.pointer(&claim.pointer).map(|schema| &schema[&claim.keyword]);
        if value.is_some_and(|value| rejects_nothing(document, &claim.keyword, value)) {
            *self.nothing.entry(keyword).or_default() += 1;
            return;
        }
        let place = format!("{}#{}", subject.document.path, claim.pointer);
        let proof = prove(document, Whole::Schema(whole), claim, &subject.unenforced);
        self.note(proof, place, keyword, ask);
    }

    /// A keyword of a parameter, or of its items.
    fn parameter(
        &mut self,
        subject: &Subject<'_>,
        (whole, parameter, operation): (&str, &Value, usize),
        claim: &Claim,
        keyword: String,
    ) {
        if whole == claim.pointer && ["name", "in"].contains(&claim.keyword.as_str()) {
            return self.placed(subject, (whole, parameter, operation), claim, keyword);
        }
        let ask = |texts: &[String]| question(subject.module, operation, parameter, texts);
        self.text(subject, whole, claim, keyword, ask);
    }

    /// A keyword of a parameter or a body that is sent as text.
    fn text(
        &mut self,
        subject: &Subject<'_>,
        whole: &str,
        claim: &Claim,
        keyword: String,
        ask: impl Fn(&[String]) -> Question,
    ) {
        if self.is_nothing(subject, whole, claim, &keyword) {
            return;
        }
        let place = format!("{}#{}", subject.document.path, claim.pointer);
        let document = &subject.document.published;
        let proof = prove(document, Whole::Parameter(whole), claim, &subject.unenforced);
        self.note(proof, place, keyword, |texts| {
            let texts: Vec<String> = serde_json::from_str(&texts).unwrap();
            ask(&texts)
        });
    }

    /// Counts a keyword that rejects no text.
    fn is_nothing(&mut self, subject: &Subject<'_>, whole: &str, claim: &Claim, keyword: &str) -> bool {
        let document = &subject.document.published;
        let nothing = Map::new();
        let schema = document.pointer(&claim.pointer).and_then(Value::as_object).unwrap_or(&nothing);
        let source = Source::of(document, &subject.unenforced);
        let argument = Argument::of(document, &source, whole);
        let reason = argument.and_then(|argument| argument.rejects_no_text(schema, &claim.keyword));
        let value = schema.get(&claim.keyword);
        let is_nothing = value.is_some_and(|value| rejects_nothing(document, &claim.keyword, value));
        if reason.is_none() && !is_nothing {
            return false;
        }
        let row = reason.map_or_else(|| keyword.to_owned(), |reason| format!("{keyword}: {reason}"));
        *self.nothing.entry(row).or_default() += 1;
        true
    }

    /// Sends texts with the name and in the place of the parameter, and the same texts with another name or place.
    fn placed(
        &mut self,
        subject: &Subject<'_>,
        (whole, parameter, operation): (&str, &Value, usize),
        claim: &Claim,
        keyword: String,
    ) {
        if self.is_nothing(subject, whole, claim, &keyword) {
            return;
        }
        let Some((texts, accepted)) = placed(&subject.document.published, whole, &subject.unenforced) else {
            *self.nothing.entry(format!("{keyword}: any text is accepted")).or_default() += 1;
            return;
        };
        let right = question(subject.module, operation, parameter, &texts);
        let wrong = match (claim.keyword.as_str(), right.target.split_once('?')) {
            ("in", Some((path, query))) => {
                let (target, body) = (path.to_owned(), query.to_owned());
                Question { module: right.module, method: right.method, target, headers: Vec::new(), body }
            }
            (keyword, _) => {
                let mut other = parameter.clone();
                let name = parameter["name"].as_str().unwrap_or_default();
                other[keyword] =
                    if keyword == "in" { json!("query") } else { json!(format!("{name}-other")) };
                let other = question(subject.module, operation, &other, &texts);
                Question { method: right.method, ..other }
            }
        };
        *self.rejected.entry(keyword.clone()).or_default() += 1;
        let place = format!("{}#{}", subject.document.path, claim.pointer);
        for (question, accepted) in [(right, accepted), (wrong, !accepted)] {
            self.questions.push(question);
            self.asked.push(Asked { place: place.clone(), keyword: keyword.clone(), accepted });
        }
    }

    fn note(&mut self, proof: Proof, place: String, keyword: String, ask: impl Fn(String) -> Question) {
        let (text, accepted) = match proof {
            Proof::Rejects(text) => (text, false),
            Proof::Accepts(text) => (text, true),
            Proof::Implied(sibling) => {
                *self.implied.entry((keyword, sibling)).or_default() += 1;
                return;
            }
            Proof::Reason(why) => {
                *self.reasons.entry(format!("{keyword}: {why}")).or_default() += 1;
                return;
            }
            Proof::None => return self.without.entry(keyword).or_default().push(place),
        };
        let counts = if accepted { &mut self.accepted } else { &mut self.rejected };
        *counts.entry(keyword.clone()).or_default() += 1;
        self.questions.push(ask(text));
        self.asked.push(Asked { place, keyword, accepted });
    }

    /// Each claim is in exactly one row.
    fn assert_all_are_counted(&self) {
        let rows = [&self.rejected, &self.accepted, &self.nothing, &self.reasons, &self.unjudged];
        let rows = rows.into_iter().flat_map(BTreeMap::values).chain(self.implied.values()).sum::<usize>();
        let without: usize = self.without.values().map(Vec::len).sum();
        assert_eq!(self.places.values().sum::<usize>(), rows + without);
    }

    fn table(&self, folder: &Path) -> String {
        let answers = bodies::ask(folder, &self.modules, &self.questions);
        let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((question, Asked { place, keyword, accepted }), answer) in
            self.questions.iter().zip(&self.asked).zip(&answers)
        {
            // Decoders never respond with 500: the request was accepted, and is not valid as a response.
            let is_accepted = answer.is_taken() || answer.status == "500";
            if is_accepted != *accepted {
                let Question { target, headers, body, .. } = question;
                let line =
                    format!("{place} {target} {headers:?} {body} => {} {}", answer.status, answer.text);
                wrong.entry(keyword).or_default().push(line);
            }
        }
        self.assert_all_are_counted();
        let mut text = format!(
            "Keywords that the report calls enforced, in {} documents: {} with a value. Not as claimed: {}. Without a value: {}.\n",
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
        list("Claims, by place", &self.places);
        list("Rejected: a value that only this keyword rejects", &self.rejected);
        list("Accepted: a value that only this keyword allows", &self.accepted);
        list("The keyword rejects nothing", &self.nothing);
        let implied = self
            .implied
            .iter()
            .map(|((keyword, sibling), count)| (format!("{keyword}, next to {sibling}"), *count));
        list("Another keyword rejects the same values", &implied.collect());
        list("No value is possible", &self.reasons);
        let without = self.without.iter().map(|(keyword, places)| (keyword.clone(), places.len()));
        list("Not judged", &self.unjudged);
        list("No value was found", &without.collect());
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

/// A document and the file that it was read from.
type Origin = (Document, Option<PathBuf>);

/// The table of the first `most` documents that can be generated.
fn run(
    paths: impl Iterator<Item = PathBuf>,
    folder: &Path,
    fits: impl Fn(usize) -> bool,
    most: usize,
) -> String {
    let documents = paths.filter_map(|path| {
        let name = path.strip_prefix(folder).unwrap().display().to_string();
        Some((read(&name, &fs::read_to_string(&path).ok()?)?, Some(path)))
    });
    let small = documents.filter(|(document, _)| fits(document.names.len()));
    run_all(small, most)
}

fn run_all(documents: impl Iterator<Item = Origin>, most: usize) -> String {
    let folder = tempfile::TempDir::new().unwrap();
    let mut table = Table::default();
    for (document, origin) in documents {
        if table.modules.len() == most {
            break;
        }
        let name = format!("d{}", table.modules.len());
        let generate = |takers: &Takers, name: &str| {
            let mut value = document.value.clone();
            value["paths"].as_object_mut().unwrap().extend(takers.paths());
            bodies::generate(&value, folder.path(), name)
        };
        let is_served = |parameter: &Value| {
            let takers = Takers { parameters: vec![parameter.clone()], ..Takers::default() };
            generate(&takers, "alone").is_ok()
        };
        let mut takers = Takers::of(&document, |_| true);
        let mut generated = generate(&takers, &name);
        if generated.is_err() {
            takers = Takers::of(&document, is_served);
            generated = generate(&takers, &name);
        }
        match generated {
            Ok(()) => {
                let spec = folder.path().join(format!("{name}.json"));
                table.add(&document, takers, &spec, origin.as_deref());
            }
            Err(report) => {
                let error = report.lines().find_map(|line| line.split_once("error")).unwrap_or_default().1;
                let error = error.replace(&folder.path().display().to_string(), "");
                table.skip(&document, origin.as_deref(), &error);
            }
        }
    }
    table.table(folder.path())
}

/// Compares the table, and fails if a claim is wrong. The table lists the claims for which no value was found.
fn hold(name: &str, text: &str) {
    table::hold(name, text);
    assert!(text.contains("Not as claimed: 0.") && !text.contains(" in 0 documents"), "{text}");
}

#[test]
fn keywords_of_the_golden_cases_are_enforced() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("../golden").unwrap().map(|entry| entry.unwrap().path().join("spec.yaml")).collect();
    cases.sort();
    hold("proofs.txt", &run(cases.into_iter(), Path::new("../golden"), |_| true, usize::MAX));
}

#[test]
fn keywords_of_all_compositions_are_enforced() {
    let document = with_operations("compositions", compositions::document());
    hold("proofs-compositions.txt", &run_all(document.map(|document| (document, None)).into_iter(), 1));
}

/// Compares the table of published documents of these kinds.
fn hold_published(name: &str, kinds: &[&str]) {
    let Some(corpus) = env::var_os("STUBSMITH_CORPUS") else {
        return println!("skipped: STUBSMITH_CORPUS is not set");
    };
    let corpus = Path::new(&corpus);
    let paths = published(corpus, kinds).into_iter().map(|path| corpus.join(path));
    hold(name, &run(paths, corpus, |names| (1..=DEFINITIONS).contains(&names), DOCUMENTS));
}

#[test]
fn keywords_of_published_documents_are_enforced() {
    hold_published("proofs-corpus.txt", &["swagger2"]);
}

#[test]
fn keywords_of_published_openapi_3_documents_are_enforced() {
    hold_published("proofs-corpus-openapi3.txt", &["oas30", "oas31"]);
}
