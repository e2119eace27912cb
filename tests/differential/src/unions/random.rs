//! Random values: values of a schema that are combined with each other and changed in a few places.

use crate::make::Maker;
use crate::reach::Root;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Makes values, the same in each run.
pub struct Random<'s> {
    maker: Maker<'s>,
    random: fastrand::Rng,
    /// Values that the maker made.
    made: Vec<Value>,
    /// Values of properties, by name.
    properties: BTreeMap<String, Vec<Value>>,
    atoms: Vec<Value>,
}

/// How many values are remembered.
const REMEMBERED: usize = 200;
/// How many values of a property are remembered.
const OF_A_PROPERTY: usize = 30;

impl<'s> Random<'s> {
    /// Makes values for the root schema.
    pub fn new(root: &'s Value, seed: u64) -> Self {
        let mut atoms = vec![
            json!(null),
            json!(true),
            json!(false),
            json!(0),
            json!(1),
            json!(1.0),
            json!(1.5),
            json!(-1),
            json!(2.0),
            json!(""),
            json!("a"),
            json!("1"),
            json!([]),
            json!([[]]),
            json!([null]),
            json!([0.5]),
            json!(["a"]),
            json!({}),
            json!({"a": 1}),
        ];
        constants(root, &mut atoms);
        let random = fastrand::Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        Self {
            maker: Maker::new(Root(root), seed),
            random,
            made: Vec::new(),
            properties: BTreeMap::new(),
            atoms,
        }
    }

    /// The next value.
    pub fn value(&mut self) -> Value {
        if (self.made.len() < REMEMBERED || self.random.u8(0..4) == 0)
            && let Some(value) = (0..20).find_map(|_| self.maker.value())
        {
            self.learn(&value);
            if self.made.len() < REMEMBERED {
                self.made.push(value);
            } else {
                let index = self.random.usize(..REMEMBERED);
                self.made[index] = value;
            }
        }
        let Some(mut value) = self.random.choice(&self.made).cloned() else { return self.atom() };
        if self.random.u8(0..6) == 0
            && let Some(other) = self.random.choice(&self.made)
        {
            combine(&mut self.random, &mut value, other);
        }
        for _ in 0..[0, 0, 1, 1, 1, 2, 2, 3][self.random.usize(..8)] {
            self.change(&mut value);
        }
        value
    }

    /// Remembers the properties of a value.
    fn learn(&mut self, value: &Value) {
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    let known = self.properties.entry(name.clone()).or_default();
                    if known.len() < OF_A_PROPERTY {
                        known.push(value.clone());
                    } else {
                        known[self.random.usize(..OF_A_PROPERTY)] = value.clone();
                    }
                    self.learn(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            _ => {}
        }
    }

    /// Changes one place. The places near the root are more probable, because a union chooses there.
    fn change(&mut self, value: &mut Value) {
        let mut places = Vec::new();
        collect(value, String::new(), &mut places);
        let steps = if self.random.bool() { 1 } else { usize::MAX };
        places.retain(|place| place.matches('/').count() <= steps);
        let Some(place) = self.random.choice(&places).and_then(|place| value.pointer_mut(place)) else {
            return;
        };
        *place = match std::mem::take(place) {
            _ if self.random.u8(0..8) == 0 => self.atom(),
            Value::Object(object) => Value::Object(self.object(object)),
            Value::Array(items) => Value::Array(self.array(items)),
            Value::Number(number) => self.number(number.as_f64().unwrap_or(0.0)),
            Value::String(text) => match self.random.u8(0..4) {
                0 => json!(text + "x"),
                1 => json!([text]),
                _ => self.atom(),
            },
            _ => self.atom(),
        };
    }

    fn atom(&mut self) -> Value {
        self.random.choice(&self.atoms).cloned().unwrap_or_default()
    }

    fn number(&mut self, number: f64) -> Value {
        match self.random.u8(0..6) {
            0 => json!(number.trunc()),
            1 => json!(number.trunc() + 0.5),
            2 => json!(-number),
            3 => json!(number.to_string()),
            4 => json!([number]),
            _ => self.atom(),
        }
    }

    fn object(&mut self, mut object: Map<String, Value>) -> Map<String, Value> {
        let own: Vec<String> = object.keys().cloned().collect();
        let own = self.random.choice(&own).cloned();
        match self.random.u8(0..10) {
            0..3 => own.map(|name| object.shift_remove(&name)),
            3..6 => self.property().map(|(name, value)| object.insert(name, value)),
            6 => own.map(|name| {
                let value = self.atom();
                object.insert(name, value)
            }),
            7 => own.zip(self.property()).map(|(name, (other, _))| {
                let value = object.shift_remove(&name)?;
                object.insert(other, value)
            }),
            8 => Some(object.insert("another".to_owned(), self.atom())),
            _ => {
                let mut properties: Vec<(String, Value)> = std::mem::take(&mut object).into_iter().collect();
                self.random.shuffle(&mut properties);
                object.extend(properties);
                None
            }
        };
        object
    }

    /// A property that a value has.
    fn property(&mut self) -> Option<(String, Value)> {
        let index = self.random.usize(..self.properties.len().max(1));
        let (name, values) = self.properties.iter().nth(index)?;
        Some((name.clone(), self.random.choice(values)?.clone()))
    }

    fn array(&mut self, mut items: Vec<Value>) -> Vec<Value> {
        match self.random.u8(0..5) {
            0 => items.clear(),
            1 => items.push(self.atom()),
            2 => _ = items.pop(),
            3 => items.extend(items.first().cloned()),
            _ => items.extend(self.property().map(|(_, value)| value)),
        }
        items
    }
}

/// Adds properties of the other object.
fn combine(random: &mut fastrand::Rng, value: &mut Value, other: &Value) {
    if let (Value::Object(object), Value::Object(other)) = (value, other) {
        for (name, value) in other {
            if random.bool() {
                object.insert(name.clone(), value.clone());
            }
        }
    }
}

/// The JSON pointers to all places.
fn collect(value: &Value, pointer: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                let step = name.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{pointer}/{step}"), places);
            }
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| collect(item, format!("{pointer}/{index}"), places));
        }
        _ => {}
    }
    places.push(pointer);
}

/// The values of each `enum`.
fn constants(schema: &Value, found: &mut Vec<Value>) {
    match schema {
        Value::Object(keywords) => {
            let values = keywords.get("enum").and_then(Value::as_array).into_iter().flatten();
            for value in values.take(8) {
                if !found.contains(value) {
                    found.push(value.clone());
                }
            }
            keywords.values().for_each(|value| constants(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| constants(item, found)),
        _ => {}
    }
}
