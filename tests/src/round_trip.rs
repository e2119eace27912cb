//! Gives the values that are sent for a schema, and finds mistakes in the responses.

use crate::bodies::Answer;
use crate::values::{Break, Maker, breaks, is_same};
use serde_json::{Map, Value};
use std::collections::HashSet;

const VALUES: usize = 4;
const BREAKS: usize = 8;

/// A value that is sent.
pub struct Case {
    /// As JSON.
    pub sent: Value,
    /// The broken constraint, and the JSON pointer to its place.
    pub broken: Option<(&'static str, String)>,
}

/// Valid values, and values with one constraint broken.
pub fn cases<'d>(maker: &mut Maker<'d>, schema: &'d Value) -> Vec<Case> {
    let values: Vec<Value> = (0..VALUES).filter_map(|_| maker.value(schema)).collect();
    let mut cases = Vec::new();
    for value in values {
        for one in some_of(breaks(maker.document, schema, &value), maker) {
            cases.push(Case { sent: one.of(&value), broken: Some((one.keyword, one.pointer)) });
        }
        cases.push(Case { sent: value, broken: None });
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
