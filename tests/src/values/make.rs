//! Makes values that are valid by a schema.

use super::schema::{Document, Node};
use super::{is_same, text};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

/// Makes values: the same ones on every run.
pub struct Maker<'d> {
    /// The document with the schemas.
    pub document: &'d Document<'d>,
    runner: TestRunner,
    /// Whether strings have their `format`.
    formats: bool,
    /// Whether a value of `oneOf` and `anyOf` is one of an alternative.
    unions: bool,
    /// The number of further optional properties that the value may have.
    spare: usize,
}

/// Deeper values have no optional properties.
const DEEP: usize = 4;

impl<'d> Maker<'d> {
    /// For the schemas of a document.
    pub fn new(document: &'d Document<'d>) -> Self {
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        Self {
            document,
            runner: TestRunner::new_with_rng(Config::default(), random),
            formats: false,
            unions: false,
            spare: 0,
        }
    }

    /// Also makes strings that have their `format`, as generated code with types for formats requires.
    #[must_use]
    pub fn with_formats(self) -> Self {
        Self { formats: true, ..self }
    }

    /// Also makes values of `oneOf`, `anyOf` and `const`. Such a value may match several alternatives, or none if they
    /// exclude each other.
    #[must_use]
    pub fn with_unions(self) -> Self {
        Self { unions: true, ..self }
    }

    /// One value of a strategy.
    pub fn draw<T>(&mut self, strategy: impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.runner).unwrap().current()
    }

    /// One of several things.
    pub fn choose<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.draw(0..all.len())) }
    }

    /// A value of the schema as a request has it, if one is found.
    pub fn value(&mut self, schema: &'d Value) -> Option<Value> {
        self.spare = 40;
        self.of_all(&[schema], 0)
    }

    fn of_all(&mut self, schemas: &[&'d Value], depth: usize) -> Option<Value> {
        let node = self.node(schemas)?;
        if node.nullable && self.draw(0..4) == 0 {
            return Some(Value::Null);
        }
        let family = node.name.as_ref().map(|name| self.document.family(name)).unwrap_or_default();
        let node = if family.len() > 1 { self.subtype(&node, &family)? } else { node };
        self.of_node(&node, depth)
    }

    fn node(&mut self, schemas: &[&'d Value]) -> Option<Node<'d>> {
        if !self.unions {
            return self.document.node(schemas);
        }
        let document = self.document;
        document.node_of(schemas, &mut |alternatives| self.choose(alternatives))
    }

    /// A value of one of the subtypes. If the discriminator's `enum` does not list a name, that subtype is not one.
    fn subtype(&mut self, base: &Node<'d>, family: &[String]) -> Option<Node<'d>> {
        let mut subtypes: Vec<Node<'d>> =
            family.iter().filter_map(|name| self.document.subtype(name)).collect();
        let member = &base.tags.first()?.0;
        let base_says = base.properties().into_iter().find(|(name, _)| name == member);
        let listed = base_says.and_then(|(_, schemas)| self.document.node(&schemas)?.all("enum").next());
        subtypes.retain(|subtype| {
            let value = subtype.tags.iter().find(|(name, _)| name == member).map(|(_, value)| value.as_str());
            let lists = |listed: &Value| {
                listed.as_array().is_none_or(|all| all.iter().any(|one| one.as_str() == value))
            };
            listed.is_none_or(lists)
        });
        self.choose(&subtypes).cloned()
    }

    fn of_node(&mut self, node: &Node<'d>, depth: usize) -> Option<Value> {
        if depth > 2 * DEEP || node.has_several_types() {
            return None;
        }
        if let Some(value) = node.all("const").next().filter(|_| self.unions) {
            return Some(value.clone());
        }
        let mut enums = node.all("enum").filter_map(Value::as_array);
        if let Some(values) = enums.next() {
            let others: Vec<_> = enums.collect();
            let is_listed = |value: &&Value| {
                others.iter().all(|other| other.iter().any(|listed| is_same(value, listed, &[])))
            };
            let fits: Vec<Value> = values
                .iter()
                .filter(|value| is_of_kind(value, node.kind()))
                .filter(is_listed)
                .cloned()
                .collect();
            return self.choose(&fits).cloned();
        }
        match node.kind() {
            Some("object") => self.object(node, depth),
            Some("array") => self.array(node, depth),
            Some("string") => self.string(node).map(Value::String),
            Some("integer" | "number") => self.number(node),
            Some("boolean") => Some(Value::Bool(self.draw(proptest::bool::ANY))),
            Some("null") if self.unions => Some(Value::Null),
            Some(_) => None,
            None => Some(self.any()),
        }
    }

    fn any(&mut self) -> Value {
        let all = [json!(true), json!(7), json!("any"), json!([1, {"a": null}]), json!({"b": [0.5]})];
        self.choose(&all).cloned().unwrap_or_default()
    }

    fn string(&mut self, node: &Node<'d>) -> Option<String> {
        let least = count(node.most("minLength"), 0);
        let most = count(node.least("maxLength"), least + 8);
        if least > most {
            return None;
        }
        let format = node.all("format").find_map(Value::as_str).and_then(text::of_format);
        if let Some(pattern) = format.filter(|_| self.formats) {
            return text::matching(pattern, (least, usize::MAX), &mut self.runner);
        }
        let patterns: Vec<&str> = node.all("pattern").filter_map(Value::as_str).collect();
        match patterns.as_slice() {
            [] => {
                let most = most.min(least + 8);
                Some(
                    self.draw(proptest::collection::vec(proptest::char::any(), least..=most))
                        .into_iter()
                        .collect(),
                )
            }
            [pattern] => {
                text::matching(pattern, (least, count(node.least("maxLength"), usize::MAX)), &mut self.runner)
            }
            _ => None,
        }
    }

    fn number(&mut self, node: &Node<'d>) -> Option<Value> {
        let whole = node.kind() == Some("integer");
        let narrow = node.all("format").any(|format| format == "int32");
        let step = node.most("multipleOf").unwrap_or(if whole { 1.0 } else { 0.125 });
        let decimals = step.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
        // A number of more digits is not always equal after serde_json has read and written it.
        let most = 10_f64.powi(15 - i32::try_from(decimals).ok()?);
        let (low, high) = if narrow { (-2_147_483_648.0, 2_147_483_647.0) } else { (-most, most) };
        let edge = if node.says("exclusiveMinimum") || node.says("exclusiveMaximum") { 1.0 } else { 0.0 };
        let least = (node.most("minimum").unwrap_or(low).max(low) / step).ceil() + edge;
        let most = (node.least("maximum").unwrap_or(high).min(high) / step).floor() - edge;
        let bounds = if node.most("minimum").is_some() || node.least("maximum").is_some() {
            (least, most)
        } else {
            (least.max(-1000.0), most.min(1000.0))
        };
        if bounds.0 > bounds.1 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation, reason = "the bounds are below 2^53")]
        let range = bounds.0 as i64..=bounds.1 as i64;
        let steps = self.draw(range);
        if whole && step.fract() == 0.0 {
            #[allow(clippy::cast_possible_truncation, reason = "a whole number")]
            return Some(json!(steps * step as i64));
        }
        #[allow(clippy::cast_precision_loss, reason = "below 2^53")]
        serde_json::from_str(&format!("{:.decimals$}", steps as f64 * step)).ok()
    }

    fn array(&mut self, node: &Node<'d>, depth: usize) -> Option<Value> {
        let least = count(node.most("minItems"), 0);
        let most = count(node.least("maxItems"), least + 2).min(least + 2);
        let length =
            if depth >= DEEP || self.spare == 0 { least } else { self.draw(least..=most.max(least)) };
        let schemas: Vec<&Value> = node.all("items").collect();
        if schemas.iter().any(|schema| schema.is_array()) || length > 1000 {
            return None;
        }
        let (mut items, unique) = (Vec::<Value>::new(), node.says("uniqueItems"));
        for _ in 0..length * 4 {
            let item = if schemas.is_empty() { Some(self.any()) } else { self.of_all(&schemas, depth + 1) };
            match item {
                Some(item) if !unique || !items.contains(&item) => items.push(item),
                Some(_) => {}
                None => break,
            }
            if items.len() == length {
                break;
            }
        }
        (items.len() >= least).then_some(Value::Array(items))
    }

    fn object(&mut self, node: &Node<'d>, depth: usize) -> Option<Value> {
        let (mut members, required) = (Map::new(), node.required());
        for (name, schemas) in node.properties() {
            let tag = node.tags.iter().find(|(tag, _)| tag == name);
            if let Some((_, value)) = tag {
                members.insert(name.to_owned(), json!(value));
                continue;
            }
            let read_only = is_read_only(&schemas);
            let wanted = depth < DEEP && self.spare > 0 && self.draw(0..3) > 0;
            if read_only || !(wanted || required.contains(name)) {
                continue;
            }
            self.spare = self.spare.saturating_sub(usize::from(!required.contains(name)));
            match self.of_all(&schemas, depth + 1) {
                Some(value) => _ = members.insert(name.to_owned(), value),
                None if required.contains(name) => return None,
                None => {}
            }
        }
        for (name, value) in &node.tags {
            members.insert(name.clone(), json!(value));
        }
        let known = node.properties();
        for name in required.iter().filter(|name| known.iter().all(|(known, _)| known != *name)) {
            let value = self.additional(node, depth)?;
            members.entry(*name).or_insert(value);
        }
        self.others(node, &mut members, depth);
        let fits = members.len() >= count(node.most("minProperties"), 0)
            && members.len() <= count(node.least("maxProperties"), usize::MAX);
        fits.then_some(Value::Object(members))
    }

    /// A value for a property that is not declared, if the schema allows one.
    pub fn additional(&mut self, node: &Node<'d>, depth: usize) -> Option<Value> {
        match node.additional() {
            Err(()) => None,
            Ok(schemas) if schemas.is_empty() => Some(self.any()),
            Ok(schemas) => self.of_all(&schemas, depth + 1),
        }
    }

    fn others(&mut self, node: &Node<'d>, members: &mut Map<String, Value>, depth: usize) {
        let least = count(node.most("minProperties"), 0);
        let wanted = if depth < DEEP && self.spare > 0 { self.draw(0..3_usize) } else { 0 };
        for number in 0..wanted.max(least.saturating_sub(members.len()).min(50)) {
            if members.len() < count(node.least("maxProperties"), usize::MAX) {
                let Some(value) = self.additional(node, depth) else { return };
                members.insert(format!("other {number}/~"), value);
            }
        }
    }
}

/// Whether a property with these schemas has no value in a request.
pub fn is_read_only(schemas: &[&Value]) -> bool {
    schemas.iter().any(|schema| schema["readOnly"] == true)
}

/// A keyword's number as a count.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
pub fn count(number: Option<f64>, otherwise: usize) -> usize {
    number.map_or(otherwise, |number| number as usize)
}

fn is_of_kind(value: &Value, kind: Option<&str>) -> bool {
    match kind {
        Some("string") => value.is_string(),
        Some("integer") => value.as_i64().is_some(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        _ => true,
    }
}
