//! Makes values for a schema of draft 4 that are probably valid: the caller validates them.

use crate::reach::{Keywords, Root, items, members};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Number, Value, json};
use stubsmith_tests::values::text::matching;

/// Makes values, the same in each run.
pub struct Maker<'s> {
    root: Root<'s>,
    random: fastrand::Rng,
    runner: TestRunner,
    /// How many more optional properties and items the value may have.
    spare: usize,
    /// Names of properties that are never omitted.
    preferred: Vec<String>,
}

/// Values nested deeper than this have no optional properties.
const DEEP: usize = 5;

impl<'s> Maker<'s> {
    /// A maker for the schemas of a root.
    pub fn new(root: Root<'s>, seed: u64) -> Self {
        let texts = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let runner = TestRunner::new_with_rng(Config::default(), texts);
        // Consecutive seeds start with similar numbers.
        let seed = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self { root, random: fastrand::Rng::with_seed(seed), runner, spare: 0, preferred: Vec::new() }
    }

    /// Never omits properties with these names, and makes arrays with items.
    #[must_use]
    pub fn prefer(self, preferred: Vec<String>) -> Self {
        Self { preferred, ..self }
    }

    /// A value of the root schema.
    pub fn value(&mut self) -> Option<Value> {
        self.spare = self.random.usize(1..50);
        self.of_all(&[self.root.0], 0)
    }

    /// All keywords that apply to a value, with one alternative of each `anyOf` and `oneOf`.
    fn chosen(&mut self, schemas: &[&'s Value], depth: usize) -> Option<Vec<Keywords<'s>>> {
        let mut found: Vec<Keywords<'s>> = Vec::new();
        let mut waiting: Vec<&'s Value> = schemas.to_vec();
        while let Some(schema) = waiting.pop() {
            let keywords = self.root.follow(schema)?;
            if found.iter().any(|known| std::ptr::eq(*known, keywords)) {
                continue;
            }
            found.push(keywords);
            waiting.extend(keywords.get("allOf").and_then(Value::as_array).into_iter().flatten());
            for union in ["anyOf", "oneOf"] {
                let Some(choices) = keywords.get(union).and_then(Value::as_array) else { continue };
                // Beyond `DEEP`, take the first alternative, which is null if the schema accepts null.
                let chosen = if depth > DEEP { choices.first() } else { self.choose(choices) };
                waiting.extend(chosen);
            }
        }
        Some(found)
    }

    fn choose<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.random.usize(0..all.len())) }
    }

    fn of_all(&mut self, schemas: &[&'s Value], depth: usize) -> Option<Value> {
        if depth > 3 * DEEP {
            return None;
        }
        let about = self.chosen(schemas, depth)?;
        let mut enums = about.iter().filter_map(|keywords| keywords.get("enum")?.as_array());
        if let Some(first) = enums.next() {
            let others: Vec<&Vec<Value>> = enums.collect();
            let fitting: Vec<&Value> =
                first.iter().filter(|value| others.iter().all(|values| values.contains(value))).collect();
            return self.choose(&fitting).map(|value| (*value).clone());
        }
        match kind(&about) {
            Some("object") => self.object(&about, depth),
            Some("array") => self.array(&about, depth),
            Some("string") => self.string(&about).map(Value::String),
            Some("number") => self.number(&about),
            Some("boolean") => Some(Value::Bool(self.random.bool())),
            Some("null") => Some(Value::Null),
            Some(_) => None,
            None => Some(self.any()),
        }
    }

    fn any(&mut self) -> Value {
        let all =
            [json!(true), json!(7), json!("any"), json!([1, {"a": null}]), json!({"b": [0.5]}), json!(null)];
        self.choose(&all).cloned().unwrap_or_default()
    }

    fn string(&mut self, about: &[Keywords<'s>]) -> Option<String> {
        let (least, most) = (most(about, "minLength"), least(about, "maxLength"));
        let shortest = count(least).unwrap_or(0);
        let longest = count(most).unwrap_or(usize::MAX);
        let pattern = about.iter().find_map(|keywords| keywords.get("pattern")?.as_str());
        if let Some(pattern) = pattern {
            return matching(pattern, (shortest, longest), &mut self.runner);
        }
        let length = self.random.usize(shortest..=longest.max(shortest).min(shortest + 8));
        let alphabet: Vec<char> = "abcXYZ019 -_.\u{e9}\u{1f600}\"\\/\u{7f}".chars().collect();
        Some((0..length).filter_map(|_| self.choose(&alphabet).copied()).collect())
    }

    fn number(&mut self, about: &[Keywords<'s>]) -> Option<Value> {
        // Ignore the bounds of 64 bits: floats are not exact there.
        let exact = |bound: &f64| bound.abs() < 9e15;
        let low = most(about, "minimum").filter(exact);
        let high = least(about, "maximum").filter(exact);
        let step = most(about, "multipleOf").unwrap_or(0.125);
        let span = 1000.0 * step;
        let low = low.unwrap_or(high.map_or(-span, |high| high.min(0.0) - span));
        let high = high.unwrap_or(low.max(0.0) + span);
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        if first > last {
            return None;
        }
        // Small numbers, and sometimes one near the bounds.
        let near = self.random.u8(0..4);
        let steps = match near {
            0 => first + f64::from(self.random.u8(0..2)),
            1 => last - f64::from(self.random.u8(0..2)),
            _ => f64::from(self.random.i32(-1000..1000)).clamp(first, last),
        };
        let number = steps * step;
        if number.fract() == 0.0 && number.abs() < 9e15 {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
            return Some(json!(number as i64));
        }
        // The short form: 0.3 and not 0.30000000000000004.
        let decimals = step.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let written: f64 = format!("{number:.decimals$}").parse().ok()?;
        Number::from_f64(written).map(Value::Number)
    }

    fn array(&mut self, about: &[Keywords<'s>], depth: usize) -> Option<Value> {
        let least_items = count(most(about, "minItems")).unwrap_or(0);
        let most_items = count(least(about, "maxItems")).unwrap_or(usize::MAX);
        let wanted = if depth >= DEEP || self.spare == 0 { 0 } else { self.random.usize(0..4) };
        let wanted = if self.preferred.is_empty() || depth > 2 * DEEP { wanted } else { wanted.max(1) };
        let length = wanted.clamp(least_items, most_items.max(least_items));
        if length > 2000 {
            return None;
        }
        let unique = about.iter().any(|keywords| keywords.get("uniqueItems") == Some(&Value::Bool(true)));
        let mut list: Vec<Value> = Vec::new();
        for _ in 0..length * 6 {
            if list.len() == length {
                break;
            }
            self.spare = self.spare.saturating_sub(1);
            let schemas = items(about, list.len());
            let item = if schemas.is_empty() { Some(self.any()) } else { self.of_all(&schemas, depth + 1) };
            match item {
                Some(item) if !unique || !list.contains(&item) => list.push(item),
                Some(_) => {}
                None => break,
            }
        }
        (list.len() >= least_items).then_some(Value::Array(list))
    }

    fn object(&mut self, about: &[Keywords<'s>], depth: usize) -> Option<Value> {
        let mut required: Vec<&str> = Vec::new();
        for keywords in about {
            let names = keywords.get("required").and_then(Value::as_array).into_iter().flatten();
            required.extend(names.filter_map(Value::as_str));
        }
        let mut names: Vec<&str> = Vec::new();
        for keywords in about {
            let properties = keywords.get("properties").and_then(Value::as_object);
            names.extend(properties.into_iter().flat_map(Map::keys).map(String::as_str));
        }
        names.extend(&required);
        let mut object = Map::new();
        for name in names {
            let is_required = required.contains(&name);
            let is_preferred = depth <= 2 * DEEP && self.preferred.iter().any(|preferred| preferred == name);
            let wanted =
                is_required || is_preferred || (depth < DEEP && self.spare > 0 && self.random.u8(0..3) > 0);
            if !wanted || object.contains_key(name) {
                continue;
            }
            self.spare = self.spare.saturating_sub(usize::from(!is_required));
            match self.member(about, name, depth) {
                Some(value) => _ = object.insert(name.to_owned(), value),
                None if is_required => return None,
                None => {}
            }
        }
        self.others(about, &mut object, depth);
        Some(Value::Object(object))
    }

    fn member(&mut self, about: &[Keywords<'s>], name: &str, depth: usize) -> Option<Value> {
        let schemas = members(about, name);
        if schemas.is_empty() { Some(self.any()) } else { self.of_all(&schemas, depth + 1) }
    }

    /// Properties that `properties` does not declare.
    fn others(&mut self, about: &[Keywords<'s>], object: &mut Map<String, Value>, depth: usize) {
        let closed =
            about.iter().any(|keywords| keywords.get("additionalProperties") == Some(&Value::Bool(false)));
        let least_members = count(most(about, "minProperties")).unwrap_or(0);
        let most_members = count(least(about, "maxProperties")).unwrap_or(usize::MAX);
        let wanted = if depth < DEEP && self.spare > 0 { self.random.usize(0..3) } else { 0 };
        let wanted = if self.preferred.is_empty() || depth > 2 * DEEP { wanted } else { wanted.max(1) };
        let mut patterns: Vec<&str> = Vec::new();
        for keywords in about {
            let own = keywords.get("patternProperties").and_then(Value::as_object);
            patterns.extend(own.into_iter().flat_map(Map::keys).map(String::as_str));
        }
        for number in 0..wanted.max(least_members.saturating_sub(object.len()).min(50)) {
            if object.len() >= most_members {
                return;
            }
            let pattern = self.choose(&patterns).copied();
            let patterned = pattern.and_then(|pattern| matching(pattern, (0, 40), &mut self.runner));
            let name = match patterned {
                Some(name) => name,
                None if closed => continue,
                None => format!("other {number}/~"),
            };
            if let Some(value) = self.member(about, &name, depth) {
                object.entry(name).or_insert(value);
            }
        }
    }
}

/// The type that all schemas allow; if none has a `type`, the type that the keywords imply.
fn kind(about: &[Keywords<'_>]) -> Option<&'static str> {
    const TYPES: [&str; 6] = ["object", "array", "string", "number", "boolean", "null"];
    let mut allowed: Vec<&str> = TYPES.to_vec();
    let mut given = false;
    for types in about.iter().filter_map(|keywords| keywords.get("type")) {
        given = true;
        let lists = |kind: &&str| match types {
            Value::Array(all) => all.iter().any(|ty| ty == *kind),
            ty => ty == *kind || (ty == "integer" && *kind == "number"),
        };
        allowed.retain(lists);
    }
    if given {
        return Some(allowed.first().copied().unwrap_or("none"));
    }
    let has =
        |names: &[&str]| about.iter().any(|keywords| names.iter().any(|name| keywords.contains_key(*name)));
    if has(&["properties", "required", "additionalProperties", "patternProperties", "minProperties"]) {
        Some("object")
    } else if has(&["items", "minItems"]) {
        Some("array")
    } else if has(&["minLength", "maxLength", "pattern"]) {
        Some("string")
    } else {
        has(&["minimum", "maximum"]).then_some("number")
    }
}

fn numbers<'s>(about: &'s [Keywords<'_>], keyword: &'s str) -> impl Iterator<Item = f64> + 's {
    about.iter().filter_map(move |keywords| keywords.get(keyword)?.as_f64())
}

fn most(about: &[Keywords<'_>], keyword: &str) -> Option<f64> {
    numbers(about, keyword).reduce(f64::max)
}

fn least(about: &[Keywords<'_>], keyword: &str) -> Option<f64> {
    numbers(about, keyword).reduce(f64::min)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
fn count(number: Option<f64>) -> Option<usize> {
    number.map(|number| number as usize)
}
