//! Gives the values that are sent for a schema, finds mistakes in the responses, and counts them in a table.

use crate::bodies::{self, Answer, Module, Question};
use crate::values::{Break, Document, Maker, breaks, is_same, lacks_read_only};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

const VALUES: usize = 4;
const BREAKS: usize = 8;

/// A value that is sent.
pub struct Case {
    /// As JSON.
    pub sent: Value,
    /// The broken constraint, and the JSON pointer to its place.
    pub broken: Option<(&'static str, String)>,
    /// Whether the value is valid in requests alone.
    pub is_request: bool,
}

/// Valid values, and values with one constraint broken.
pub fn cases<'d>(maker: &mut Maker<'d>, schema: &'d Value) -> Vec<Case> {
    let values: Vec<Value> = (0..VALUES).filter_map(|_| maker.value(schema)).collect();
    let mut cases = Vec::new();
    for value in values {
        for one in some_of(breaks(maker.document, schema, &value), maker) {
            let broken = Some((one.keyword, one.pointer.clone()));
            cases.push(Case { sent: one.of(&value), broken, is_request: false });
        }
        let is_request = lacks_read_only(maker.document, schema, &value);
        cases.push(Case { sent: value, broken: None, is_request });
    }
    cases
}

/// Some of the ways to break a value: one for each keyword, then others.
fn some_of(mut all: Vec<Break>, maker: &mut Maker<'_>) -> Vec<Break> {
    let mut chosen = Vec::new();
    let mut keywords = HashSet::new();
    while chosen.len() < BREAKS && !all.is_empty() {
        let next = all.swap_remove(maker.draw(0..all.len()));
        if keywords.insert(next.keyword) || all.iter().all(|one| keywords.contains(one.keyword)) {
            chosen.push(next);
        }
    }
    chosen
}

/// The mistake in a response.
pub fn fault(case: &Case, answer: &Answer, defaults: &[String]) -> Option<String> {
    let came = |text: &str| serde_json::from_str::<Value>(text).ok();
    match &case.broken {
        // The handler returns the request, which is then not a valid response.
        None if case.is_request => (answer.status != "500")
            .then(|| format!("{} is a valid response: {} {}", case.sent, answer.status, answer.text)),
        None => {
            let first =
                came(&answer.text).filter(|came| answer.is_taken() && is_same(&case.sent, came, defaults));
            let again =
                answer.again.as_ref().filter(|(status, _)| status == "200").and_then(|(_, text)| came(text));
            let comes_back = first.is_some() && first == again;
            (!comes_back)
                .then(|| format!("{} does not come back: {} {}", case.sent, answer.status, answer.text))
        }
        Some((keyword, pointer)) => {
            let rejected = answer.status == "400" && answer.pointer() == Some(pointer);
            (!rejected).then(|| {
                format!("{keyword} at `{pointer}` of {}: {} {}", case.sent, answer.status, answer.text)
            })
        }
    }
}

/// The documents of a table, and the values of their definitions.
#[derive(Default)]
pub struct Suite {
    modules: Vec<Module>,
    paths: Vec<String>,
    questions: Vec<Question>,
    cases: Vec<(usize, Case)>,
    defaults: Vec<Vec<String>>,
    /// The number of definitions for which no value is found, by document.
    without: Vec<usize>,
}

/// The results of a document.
#[derive(Default)]
struct Row {
    valid: usize,
    broken: usize,
    wrong: Vec<String>,
}

impl Suite {
    /// The number of documents.
    pub fn count(&self) -> usize {
        self.modules.len()
    }

    /// Adds the module `d<count>`, which is generated from a document with these definitions. Each operation takes the
    /// schema with its index. For `None`, nothing is sent.
    pub fn add(&mut self, path: &str, definitions: &Value, schemas: &[Option<Value>]) {
        let module = self.count();
        self.modules.push(Module { name: format!("d{module}"), operations: schemas.len(), takers: 0 });
        self.paths.push(path.to_owned());
        let document = Document(definitions);
        self.defaults.push(document.defaults());
        let mut maker = Maker::new(&document);
        let mut without = 0;
        for (operation, schema) in schemas.iter().enumerate() {
            let cases = schema.as_ref().map(|schema| cases(&mut maker, schema)).unwrap_or_default();
            without += usize::from(cases.is_empty());
            for case in cases {
                self.questions.push(Question::echo(module, operation, case.sent.to_string()));
                self.cases.push((module, case));
            }
        }
        self.without.push(without);
    }

    /// Compiles the modules in the folder, sends the values, and writes the table.
    pub fn run(&self, folder: &Path) -> String {
        self.table(&bodies::ask(folder, &self.modules, &self.questions))
    }

    /// Takes the questions, for another program with the same modules.
    pub fn take_questions(&mut self) -> Vec<Question> {
        std::mem::take(&mut self.questions)
    }

    /// Writes the table. The answers are in the order of the questions.
    pub fn table(&self, answers: &[Answer]) -> String {
        let mut rows: Vec<Row> = self.modules.iter().map(|_| Row::default()).collect();
        let mut keywords: BTreeMap<&str, usize> = BTreeMap::new();
        for ((module, case), answer) in self.cases.iter().zip(answers) {
            let row = &mut rows[*module];
            match &case.broken {
                None => row.valid += 1,
                Some((keyword, _)) => {
                    row.broken += 1;
                    *keywords.entry(keyword).or_default() += 1;
                }
            }
            row.wrong.extend(fault(case, answer, &self.defaults[*module]));
        }
        let total = |count: fn(&Row) -> usize| rows.iter().map(count).sum::<usize>();
        let by_keyword: Vec<String> =
            keywords.iter().map(|(keyword, count)| format!("{keyword} {count}")).collect();
        let mut text = format!(
            "Values made from the definitions of {} specs, read, written, and read and written again.\n\
             Valid: {}. With one constraint broken: {} ({}). Wrong: {}. Definitions without a value: {} of {}.\n\n\
             definitions, without a value, valid values, broken values, wrong\n",
            self.count(),
            total(|row| row.valid),
            total(|row| row.broken),
            by_keyword.join(", "),
            total(|row| row.wrong.len()),
            self.without.iter().sum::<usize>(),
            self.modules.iter().map(|module| module.operations).sum::<usize>(),
        );
        for (index, Row { valid, broken, wrong }) in rows.iter().enumerate() {
            let (operations, path) = (self.modules[index].operations, &self.paths[index]);
            let without = self.without[index];
            writeln!(text, "{operations:4} {without:4} {valid:5} {broken:5} {:4}  {path}", wrong.len())
                .unwrap();
            for line in wrong.iter().take(3) {
                writeln!(text, "    {}", line.chars().take(400).collect::<String>()).unwrap();
            }
        }
        text
    }
}

/// YAML as JSON, with numeric keys as text.
pub fn parse(text: &str) -> Option<Value> {
    fn json_of(value: serde_yaml::Value) -> Option<Value> {
        use serde_yaml::Value as Yaml;
        Some(match value {
            Yaml::Mapping(members) => {
                let member = |(key, value)| match key {
                    Yaml::String(name) => Some((name, json_of(value)?)),
                    key => Some((serde_yaml::to_string(&key).ok()?.trim().to_owned(), json_of(value)?)),
                };
                Value::Object(members.into_iter().map(member).collect::<Option<Map<_, _>>>()?)
            }
            Yaml::Sequence(items) => Value::Array(items.into_iter().map(json_of).collect::<Option<_>>()?),
            scalar => serde_json::to_value(scalar).ok()?,
        })
    }
    serde_json::from_str(text).ok().or_else(|| json_of(serde_yaml::from_str(text).ok()?))
}
