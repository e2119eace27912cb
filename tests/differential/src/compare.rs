//! Compares the response of a generated decoder with the validator's verdict. A difference is either a documented
//! decision or a fault.

use crate::families::Families;
use crate::make::Maker;
use crate::mutate::{Mutation, mutations};
use crate::reach::Root;
use crate::rewrite::{Rewriter, Rule, Rules};
use crate::validators::validator;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use stubsmith_tests::bodies::Answer;

/// A document and the generator's report on it.
pub struct Source<'d> {
    document: &'d Value,
    families: Families<'d>,
    unenforced: &'d HashSet<String>,
    unstable: Unstable,
}

impl<'d> Source<'d> {
    /// Collects what is needed from a document. `unenforced` has JSON pointers to keywords.
    pub fn of(document: &'d Value, unenforced: &'d HashSet<String>) -> Self {
        Self { document, families: Families::of(document), unenforced, unstable: Unstable::of(document) }
    }

    /// The schema at a JSON pointer, rewritten by the given rules.
    pub fn rewrite(&self, pointer: &str, rules: Rules) -> Value {
        Rewriter::new(self.document, &self.families, self.unenforced, rules).schema(pointer)
    }
}

/// A schema of a document, its rewritten form and the validators for it.
pub struct Subject<'d> {
    source: &'d Source<'d>,
    pointer: String,
    /// In draft 4, rewritten by all rules.
    pub schema: Value,
    full: Validator,
    /// Validators without one rule, or without any (`None`): compiled on first use.
    others: HashMap<Option<Rule>, Option<Validator>>,
}

/// The result for one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The decoder agrees with draft 4, with and without the rules.
    Agree,
    /// It agrees because of a documented decision.
    Documented(&'static str),
    /// It does not agree: the class of the fault, and the response.
    Wrong(String, String),
}

/// Rejected by any schema.
pub const TWICE: &str = "a duplicate property is rejected";
/// Rejected by any schema.
pub const UNREADABLE: &str = "JSON nested more than 127 levels deep, or a number out of range, is rejected";
/// An ignored value may be any JSON.
pub const IGNORED: &str = "an ignored value is not checked for duplicate properties and depth";
/// How an integer may be written.
pub const WRITTEN: &str = "an integer beyond 2^53 is written without a fraction or an exponent";
/// The handler of the test returns the request as its response.
pub const NO_RESPONSE: &str = "a request without a required `readOnly` property is not a valid response";
/// The generated code checks such a value against the schema itself.
pub const NOT_IMPLIED: &str = "in a schema without a Rust type, keywords do not imply a type";
/// The generated code checks such a value against the schema itself.
pub const ANY_SIZE: &str = "in a schema without a Rust type, an integer has any size";
/// No rule alone makes the difference.
const SEVERAL: &str = "several of these together";

impl<'d> Subject<'d> {
    /// The schema at a JSON pointer.
    ///
    /// # Errors
    /// The validator's message if it cannot compile the schema.
    pub fn new(source: &'d Source<'d>, pointer: &str) -> Result<Self, String> {
        let schema = source.rewrite(pointer, Rule::ALL.into());
        let full = validator(&schema)?;
        Ok(Self { source, pointer: pointer.to_owned(), schema, full, others: HashMap::new() })
    }

    /// The JSON pointer to the schema.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The validator without one rule, or without any (`None`).
    fn without(&mut self, rule: Option<Rule>) -> Option<&Validator> {
        let Self { source, pointer, others, .. } = self;
        let made = others.entry(rule).or_insert_with(|| {
            let mut rules: Rules = if rule.is_some() { Rule::ALL.into() } else { Rules::new() };
            rule.iter().for_each(|rule| _ = rules.remove(rule));
            validator(&source.rewrite(pointer, rules)).ok()
        });
        made.as_ref()
    }

    fn says(&mut self, rule: Option<Rule>, value: &Value) -> Option<bool> {
        self.without(rule).map(|validator| validator.is_valid(value))
    }

    /// Valid values, and values that differ from them in one place, with some changes of each kind.
    pub fn values(&mut self, seed: u64, counts: (usize, usize)) -> Vec<Mutation> {
        let root = Root(&self.schema);
        let mut maker = Maker::new(root, seed);
        let mut valid: Vec<Value> = Vec::new();
        for _ in 0..counts.0 * 8 {
            if valid.len() == counts.0 {
                break;
            }
            let made = maker.value().filter(|value| self.full.is_valid(value) && !valid.contains(value));
            valid.extend(made.filter(|value| value.to_string().len() < 20_000));
        }
        let mut random = fastrand::Rng::with_seed(seed);
        let mut values: Vec<Mutation> = Vec::new();
        let mut known = HashSet::new();
        for value in valid {
            let made = Mutation { kind: VALID, pointer: String::new(), text: value.to_string() };
            let changed = some_of(mutations(root, &value), counts.1, &mut random);
            values
                .extend(std::iter::once(made).chain(changed).filter(|made| known.insert(made.text.clone())));
        }
        values
    }

    /// Judges the response to a value.
    pub fn judge(&mut self, sent: &Mutation, answer: &Answer) -> Verdict {
        let unstable = &self.source.unstable;
        let value: Option<Value> = serde_json::from_str(&sent.text).ok();
        if answer.status == "500"
            && let Some(value) = &value
            && self.full.is_valid(value)
            && self.says(Some(Rule::ReadOnly), &unstable.without_lost(value)) == Some(false)
        {
            return Verdict::Documented(NO_RESPONSE);
        }
        let taken = answer.is_taken();
        let ignored = || sent.pointer.split('/').any(|step| unstable.lost.iter().any(|name| name == step));
        // The ignored value is not read, so it may be too deep.
        if answer.status == "500" && value.is_none() && ignored() {
            return Verdict::Documented(NO_RESPONSE);
        }
        if !taken && answer.status != "400" {
            let class = format!("{} {}", answer.status, without_values(&answer.text));
            return Verdict::Wrong(class, answer.text.clone());
        }
        let by_rule = match (&value, sent.kind) {
            (None, _) => Some(UNREADABLE),
            (Some(_), "member twice") => Some(TWICE),
            _ => None,
        };
        if let Some(rule) = by_rule {
            return match taken {
                true if ignored() => Verdict::Documented(IGNORED),
                true => Verdict::Wrong(format!("accepted, and {rule}"), answer.text.clone()),
                false => Verdict::Documented(rule),
            };
        }
        let value = value.unwrap_or_default();
        let valid = self.full.is_valid(&value);
        if valid != taken {
            return self.disagreement(&value, taken, answer);
        }
        if taken && let Some(why) = unstable.fault(&value, answer) {
            return Verdict::Wrong(why, format!("{} -> {:?}", answer.text, answer.again));
        }
        if self.says(None, &value) == Some(taken) {
            return Verdict::Agree;
        }
        let mut rules = Rule::ALL.into_iter();
        let rule = rules.find(|rule| self.says(Some(*rule), &value) == Some(!taken));
        Verdict::Documented(rule.map_or(SEVERAL, Rule::sentence))
    }

    fn disagreement(&mut self, value: &Value, taken: bool, answer: &Answer) -> Verdict {
        for (rule, decision) in [(Rule::ImpliedType, NOT_IMPLIED), (Rule::Integer64, ANY_SIZE)] {
            if self.says(Some(rule), value) == Some(taken) {
                return Verdict::Documented(decision);
            }
        }
        let at_fault = answer.pointer().and_then(|pointer| value.pointer(pointer)).filter(|_| !taken);
        if at_fault.is_some_and(|number| {
            number.is_f64() && number.as_f64().is_some_and(|number| number.abs() > 9e15)
        }) {
            return Verdict::Documented(WRITTEN);
        }
        let class = match self.full.validate(value).err() {
            Some(error) => {
                let path = error.schema_path().to_string();
                let keywords = path.split('/').filter(|step| KEYWORDS.contains(step));
                let last: Vec<&str> = keywords.collect();
                format!("accepted, and `{}` does not hold", last.last().unwrap_or(&"?"))
            }
            None => format!("valid, and rejected: {}", without_values(&answer.text)),
        };
        let wrong = self.full.validate(value).err();
        let wrong =
            wrong.map(|error| format!("{} at {}: {error}", error.schema_path(), error.instance_path()));
        Verdict::Wrong(class, format!("{}; {}", answer.text, wrong.unwrap_or_default()))
    }
}

/// The kind of a value that was not changed.
pub const VALID: &str = "valid";

const KEYWORDS: [&str; 24] = [
    "type",
    "enum",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "properties",
    "additionalProperties",
    "patternProperties",
    "dependencies",
    "items",
    "additionalItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
];

/// Properties that a response deliberately adds or omits.
#[derive(Default)]
pub struct Unstable {
    /// Properties with a `default`: they are added if they were not sent.
    pub added: Vec<String>,
    /// `readOnly` properties: they are omitted even if they were sent.
    pub lost: Vec<String>,
}

impl Unstable {
    /// Collects the properties of a document.
    pub fn of(document: &Value) -> Self {
        let mut unstable =
            Self { added: stubsmith_tests::values::Document(document).defaults(), lost: Vec::new() };
        look(document, &mut unstable.lost);
        unstable
    }

    /// The fault of a response, if it has one.
    fn fault(&self, sent: &Value, answer: &Answer) -> Option<String> {
        let came: Value = match serde_json::from_str(&answer.text) {
            Ok(came) => came,
            Err(_) => return Some("the response is not JSON".to_owned()),
        };
        if !self.is_same(sent, &came) {
            return Some("the response differs".to_owned());
        }
        match &answer.again {
            Some((status, text)) if status == "200" && *text == answer.text => None,
            Some((status, _)) if status == "200" => Some("the second response differs".to_owned()),
            _ => Some("the response is rejected as a request".to_owned()),
        }
    }

    /// The value without the `readOnly` properties, which are ignored if they are sent.
    fn without_lost(&self, value: &Value) -> Value {
        match value {
            Value::Object(members) => {
                let kept = members.iter().filter(|(name, _)| !self.lost.contains(name));
                Value::Object(kept.map(|(name, value)| (name.clone(), self.without_lost(value))).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.without_lost(item)).collect(),
            other => other.clone(),
        }
    }

    fn is_same(&self, sent: &Value, came: &Value) -> bool {
        match (sent, came) {
            (Value::Object(sent), Value::Object(came)) => {
                let all = |(name, value): (&String, &Value)| match came.get(name) {
                    Some(other) if self.is_same(value, other) => true,
                    // In the place of a value that is ignored, there may be the default.
                    Some(_) => self.lost.contains(name) && self.added.contains(name),
                    None => self.lost.contains(name),
                };
                let added = |name: &String| sent.contains_key(name) || self.added.contains(name);
                sent.iter().all(all) && came.keys().all(added)
            }
            (Value::Array(sent), Value::Array(came)) => {
                let mut pairs = sent.iter().zip(came);
                sent.len() == came.len() && pairs.all(|(sent, came)| self.is_same(sent, came))
            }
            (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
            (one, other) => one == other,
        }
    }
}

fn look(value: &Value, found: &mut Vec<String>) {
    for (name, property) in value["properties"].as_object().into_iter().flatten() {
        found.extend((property["readOnly"] == true).then(|| name.clone()));
    }
    match value {
        Value::Object(members) => members.values().for_each(|value| look(value, found)),
        Value::Array(items) => items.iter().for_each(|value| look(value, found)),
        _ => {}
    }
}

/// At most `most` changes, taken from each kind in turn.
fn some_of(all: Vec<Mutation>, most: usize, random: &mut fastrand::Rng) -> Vec<Mutation> {
    let mut kinds: BTreeMap<&str, Vec<Mutation>> = BTreeMap::new();
    for mutation in all.into_iter().filter(|mutation| mutation.text.len() < 30_000) {
        kinds.entry(mutation.kind).or_default().push(mutation);
    }
    let mut chosen = Vec::new();
    while chosen.len() < most && !kinds.is_empty() {
        for mutations in kinds.values_mut() {
            chosen.push(mutations.swap_remove(random.usize(0..mutations.len())));
        }
        kinds.retain(|_, mutations| !mutations.is_empty());
    }
    chosen
}

/// A message without its quoted values and digits, so that similar messages form one class.
fn without_values(message: &str) -> String {
    let parts = message.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { ".." });
    let text = parts.collect::<Vec<_>>().join("`");
    let digits = |character: char| if character.is_ascii_digit() { '0' } else { character };
    let text: String = text.chars().map(digits).collect();
    text.chars().take(120).collect()
}
