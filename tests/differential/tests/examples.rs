//! Decodes the JSON examples of bodies in published OpenAPI 3 documents, and validates them with an independent
//! validator. README.md tells how to run it. `BLESS=1` writes the table, unless `DOCUMENT` limits the documents.

#[path = "../../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Document, corpus_or_say, specs};
use jsonschema::Validator;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use stubsmith_differential::examples::files::{Files, Place};
use stubsmith_differential::examples::found::{Example, examples};
use stubsmith_differential::examples::program::{Module, Question, decode, generate};
use stubsmith_differential::examples::schemas::{Rule, Rules, Writer};
use stubsmith_differential::table;

/// The modules of a program have at most about this number of bytes.
const BYTES: usize = 4_000_000;

/// A document with its examples and generated code.
struct Case {
    document: Document,
    /// The number of examples. An example that several operations share counts for each of them.
    uses: usize,
    examples: Vec<Example>,
    /// The distinct schemas.
    schemas: Vec<Place>,
    module: Module,
}

impl Case {
    /// `None` if the document has no examples.
    fn new(document: &Document, files: &mut Files, folder: &Path, index: usize) -> Option<Self> {
        let mut examples = examples(files, &document.path);
        let uses = examples.len();
        let mut known = BTreeSet::new();
        examples.retain(|it| known.insert((it.place.clone(), it.schema.0.clone(), it.of_request)));
        let schemas: BTreeSet<Place> = examples.iter().map(|example| example.schema.0.clone()).collect();
        let schemas: Vec<Place> = schemas.into_iter().collect();
        let version = files.root(&document.path)?.1["openapi"].to_string();
        if examples.is_empty() {
            return None;
        }
        let module = generate(folder, format!("d{index}"), version.trim_matches('"'), &schemas);
        Some(Self { document: document.clone(), uses, examples, schemas, module })
    }

    fn schema(&self, example: &Example) -> usize {
        self.schemas.binary_search(&example.schema.0).unwrap()
    }

    fn is_30(&self) -> bool {
        self.document.version == "oas30"
    }
}

/// The validators of a document.
#[derive(Default)]
struct Validators(HashMap<(Place, bool, Rules), Result<Validator, String>>);

impl Validators {
    /// The error of the validator, if it rejects the example.
    fn error(&mut self, files: &mut Files, is_30: bool, example: &Example, rules: &Rules) -> Option<String> {
        let key = (example.schema.0.clone(), example.of_request, rules.clone());
        let made = self.0.entry(key).or_insert_with(|| {
            Writer::new(files, is_30, example.of_request, rules).validator(&example.schema)
        });
        match made {
            Ok(validator) => {
                let error = validator.validate(&example.value).err()?;
                Some(format!("at `{}`: {error}", error.instance_path()))
            }
            Err(error) => Some(format!("no validator: {error}")),
        }
    }
}

#[derive(Default)]
struct Counts {
    /// The number of bodies that have the examples.
    uses: usize,
    examples: usize,
    accepted: usize,
    rejected: usize,
    decided: usize,
    omitted: usize,
    differences: usize,
}

impl Counts {
    fn row(&self, name: &str) -> String {
        let Self { uses, examples, accepted, rejected, decided, omitted, differences } = self;
        format!(
            "{uses:7} {examples:8} {accepted:8} {rejected:8} {decided:7} {omitted:7} {differences:11}  {name}\n"
        )
    }

    fn add(&mut self, other: &Self) {
        self.uses += other.uses;
        self.examples += other.examples;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.decided += other.decided;
        self.omitted += other.omitted;
        self.differences += other.differences;
    }
}

/// The rule that alone gives the verdict, or without which it would be another.
fn deciding(is_rejected: bool, mut rejects: impl FnMut(&Rules) -> bool) -> Rule {
    let without = |rule: &Rule| Rule::ALL.into_iter().filter(|other| other != rule).collect::<Rules>();
    let alone = Rule::ALL.into_iter().find(|rule| rejects(&Rules::from([*rule])) == is_rejected);
    alone.or_else(|| Rule::ALL.into_iter().find(|rule| rejects(&without(rule)) != is_rejected)).unwrap()
}

/// A reason in one line of a table.
fn short(reason: &str) -> String {
    let (text, _) = reason.rsplit_once(" at line ").unwrap_or((reason, ""));
    text.replace('\n', " ").chars().take(160).collect()
}

/// Compares the verdicts for a document.
fn judge(
    case: &Case,
    answers: &[Option<String>],
    files: &mut Files,
    rules: &mut BTreeMap<Rule, usize>,
) -> (Counts, String) {
    let mut counts = Counts { uses: case.uses, ..Counts::default() };
    let mut lines = String::new();
    let mut validators = Validators::default();
    let mut answers = answers.iter();
    for example in &case.examples {
        counts.examples += 1;
        let direction = if example.of_request { "request" } else { "response" };
        let place = format!("{direction} {}", example.place.pointer);
        let place = match example.place.file.strip_prefix(fs::canonicalize(&case.document.root).unwrap()) {
            Ok(file) if !case.document.name.ends_with(&*file.to_string_lossy()) => {
                format!("{direction} {}#{}", file.display(), example.place.pointer)
            }
            _ => place,
        };
        if !case.module.is_typed[case.schema(example)] {
            counts.omitted += 1;
            writeln!(lines, "    omitted: {place}").unwrap();
            continue;
        }
        let answer = answers.next().unwrap();
        let all = validators.error(files, case.is_30(), example, &Rule::ALL.into());
        let letter = validators.error(files, case.is_30(), example, &Rules::new());
        if answer.is_some() != all.is_some() {
            counts.differences += 1;
            writeln!(lines, "    DIFFERENCE: {place}: {answer:?}, but the validator: {all:?}").unwrap();
            continue;
        }
        let verdict = match answer {
            Some(reason) => format!("rejected: {place}: {}", short(reason)),
            None => format!("accepted: {place}"),
        };
        if letter.is_some() != all.is_some() {
            let rejects = |rules: &Rules| validators.error(files, case.is_30(), example, rules).is_some();
            let rule = deciding(answer.is_some(), rejects);
            counts.decided += 1;
            *rules.entry(rule).or_default() += 1;
            writeln!(lines, "    {rule:?}, {verdict}").unwrap();
        } else if answer.is_some() {
            counts.rejected += 1;
            writeln!(lines, "    {verdict}").unwrap();
        } else {
            counts.accepted += 1;
        }
    }
    (counts, lines)
}

/// Examples that are JSON in a string are read as JSON, unless the schema accepts the string.
fn unwrap_texts(case: &mut Case, files: &mut Files) {
    let is_30 = case.is_30();
    let mut validators = Validators::default();
    for example in &mut case.examples {
        let inner = example.value.as_str().and_then(|text| serde_json::from_str(text).ok());
        if let Some(inner) = inner
            && validators.error(files, is_30, example, &Rule::ALL.into()).is_some()
        {
            example.value = inner;
        }
    }
}

#[test]
fn examples_of_bodies_are_accepted() {
    let Some(corpus) = corpus_or_say() else { return };
    let wanted = env::var("DOCUMENT").unwrap_or_default();
    let folder = tempfile::TempDir::new().unwrap();
    let mut files = Files::default();
    let mut documents = specs(&corpus);
    documents.retain(|it| it.version.starts_with("oas3") && it.is_published && it.status == "ok");
    documents.retain(|it| it.name.contains(&wanted));
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    let each = documents.iter().enumerate();
    let mut cases: Vec<Case> =
        each.filter_map(|(index, it)| Case::new(it, &mut files, folder.path(), index)).collect();
    cases.iter_mut().for_each(|case| unwrap_texts(case, &mut files));
    let mut lines = String::new();
    let (mut all, mut rules) = (Counts::default(), BTreeMap::new());
    let mut rest = cases.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let size = rest.iter().take_while(|case| {
            let before = bytes;
            bytes += size(&folder.path().join("src").join(&case.module.name));
            before == 0 || bytes <= BYTES
        });
        let (batch, later) = rest.split_at(size.count());
        rest = later;
        let questions_of = |case: &Case| -> Vec<(usize, usize)> {
            let each = case.examples.iter().enumerate().map(|(index, it)| (index, case.schema(it)));
            each.filter(|(_, schema)| case.module.is_typed[*schema]).collect()
        };
        let questions: Vec<Question<'_>> = batch
            .iter()
            .flat_map(|case| {
                questions_of(case).into_iter().map(|(index, schema)| {
                    let example = &case.examples[index];
                    (&case.module, schema, example.of_request, &example.value)
                })
            })
            .collect();
        let modules: Vec<&Module> =
            batch.iter().map(|case| &case.module).filter(|module| module.is_typed.contains(&true)).collect();
        let mut answers = decode(folder.path(), &modules, &questions).into_iter();
        for case in batch {
            let own: Vec<Option<String>> = answers.by_ref().take(questions_of(case).len()).collect();
            let (counts, details) = judge(case, &own, &mut files, &mut rules);
            lines += &counts.row(&case.document.name);
            if !case.module.errors.is_empty() {
                println!("{}: {}", case.document.name, case.module.errors);
            }
            lines += &details;
            all.add(&counts);
        }
    }
    let mut text = format!(
        "examples accepted rejected decided omitted differences  document\n{}{lines}",
        all.row("all")
    );
    for (rule, count) in &rules {
        writeln!(text, "{count:8}  {rule:?}: {}", rule.sentence()).unwrap();
    }
    if wanted.is_empty() {
        table::hold("body-examples.txt", &text);
    } else {
        println!("{text}");
    }
    assert_eq!(all.differences, 0, "{text}");
}

/// The number of bytes in a folder.
fn size(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |path: &Path| {
        if path.is_dir() {
            size(path)
        } else {
            fs::metadata(path).map_or(0, |it| usize::try_from(it.len()).unwrap())
        }
    };
    entries.map(|entry| of(&entry.path())).sum()
}
