//! Makes values that differ from a value in one place, guided by its schema. They are JSON text, since a parsed value
//! cannot have some of the changes, such as a duplicate property.

use crate::reach::{Keywords, Root, items, members};
use serde_json::{Map, Value, json};
use stubsmith_tests::values::text::not_matching;

/// A changed value.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// The kind of change. Changes are chosen in the order of kinds, so a new name makes other values.
    pub kind: &'static str,
    /// The JSON pointer to the changed place.
    pub pointer: String,
    /// The JSON, which may have a duplicate property, and numbers in any notation.
    pub text: String,
}

/// A place in a value, and the keywords that apply to it.
struct Spot<'v, 's> {
    pointer: String,
    value: &'v Value,
    about: Vec<Keywords<'s>>,
}

/// All places of a value.
fn spots<'v, 's>(root: Root<'s>, value: &'v Value) -> Vec<Spot<'v, 's>> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), value, vec![root.0])];
    while let Some((pointer, value, schemas)) = waiting.pop() {
        let about = root.about(&schemas);
        match value {
            Value::Array(list) => {
                for (index, item) in list.iter().enumerate() {
                    waiting.push((format!("{pointer}/{index}"), item, items(&about, index)));
                }
            }
            Value::Object(object) => {
                for (name, member) in object {
                    let step = name.replace('~', "~0").replace('/', "~1");
                    waiting.push((format!("{pointer}/{step}"), member, members(&about, name)));
                }
            }
            _ => {}
        }
        found.push(Spot { pointer, value, about });
    }
    found
}

/// All changes of a value.
pub fn mutations(root: Root<'_>, value: &Value) -> Vec<Mutation> {
    let mut changes = Changes { whole: value, found: Vec::new() };
    for spot in spots(root, value) {
        changes.types(&spot);
        changes.enumeration(&spot);
        match spot.value {
            Value::Number(_) => changes.number(&spot),
            Value::String(text) => changes.string(&spot, text),
            Value::Array(list) => changes.array(&spot, list),
            Value::Object(object) => changes.object(&spot, object),
            _ => {}
        }
    }
    changes.found
}

const RAW: &str = "@@raw@@";
const TWICE: &str = "@@twice@@";

struct Changes<'v> {
    whole: &'v Value,
    found: Vec<Mutation>,
}

impl Changes<'_> {
    fn put(&mut self, kind: &'static str, spot: &Spot<'_, '_>, other: Value) {
        let mut whole = self.whole.clone();
        if let Some(place) = whole.pointer_mut(&spot.pointer) {
            *place = other;
        }
        let text = whole.to_string();
        if whole != *self.whole {
            self.found.push(Mutation { kind, pointer: spot.pointer.clone(), text });
        }
    }

    /// Puts JSON text, which need not be a parsed value.
    fn raw(&mut self, kind: &'static str, spot: &Spot<'_, '_>, raw: &str) {
        self.put(kind, spot, json!(RAW));
        if let Some(last) = self.found.last_mut() {
            last.text = last.text.replace(&format!("\"{RAW}\""), raw);
        }
    }

    fn types(&mut self, spot: &Spot<'_, '_>) {
        let same = |other: &Value| std::mem::discriminant(other) == std::mem::discriminant(spot.value);
        let others = [json!(true), json!(7), json!(""), json!("text"), json!([]), json!({})];
        for other in others.into_iter().filter(|other| !same(other)) {
            self.put("type", spot, other);
        }
        self.put("null", spot, Value::Null);
        match spot.value {
            Value::Number(number) => self.put("number as string", spot, json!(number.to_string())),
            Value::Bool(boolean) => self.put("boolean as string", spot, json!(boolean.to_string())),
            Value::String(text) if text.parse::<f64>().is_ok() => self.raw("string as number", spot, text),
            Value::String(text) => self.put("in an array", spot, json!([text])),
            other => self.put("in an array", spot, json!([other])),
        }
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        self.raw("depth", spot, &deep(40));
        self.raw("depth", spot, &deep(300));
    }

    fn enumeration(&mut self, spot: &Spot<'_, '_>) {
        for values in spot.about.iter().filter_map(|keywords| keywords.get("enum")?.as_array()) {
            self.put("enum", spot, json!("none of them"));
            for value in values.iter().take(4) {
                self.put("enum", spot, value.clone());
            }
            if let Some(text) = spot.value.as_str() {
                self.put("enum", spot, json!(text.to_uppercase()));
                self.put("enum", spot, json!(text.to_lowercase()));
                self.put("enum", spot, json!(format!("{text} ")));
            }
        }
    }

    fn number(&mut self, spot: &Spot<'_, '_>) {
        let Some(number) = spot.value.as_f64() else { return };
        if number.fract() == 0.0 && number.abs() < 1e15 {
            self.raw("1.0", spot, &format!("{number:.1}"));
            self.raw("1.0", spot, &format!("{number}e0"));
        }
        for other in [number + 0.5, number + 1.0, -number - 1.0] {
            self.put("number", spot, whole(other));
        }
        for text in [
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "1e18",
            "1e25",
            "1.5e-7",
        ] {
            self.raw("size of a number", spot, text);
        }
        for keywords in &spot.about {
            for keyword in ["minimum", "maximum"] {
                let Some(bound) = keywords.get(keyword).filter(|bound| bound.as_f64().is_some()) else {
                    continue;
                };
                for other in around(bound) {
                    self.put("bounds", spot, other);
                }
            }
            if let Some(step) = keywords.get("multipleOf").and_then(Value::as_f64) {
                for other in [number + step, number + step / 2.0, number + step * 1.1] {
                    self.put("multipleOf", spot, whole(other));
                }
            }
        }
    }

    fn string(&mut self, spot: &Spot<'_, '_>, text: &str) {
        self.put("string", spot, json!(format!("{text}\u{1f600}")));
        self.put("string", spot, json!(text.chars().skip(1).collect::<String>()));
        for keywords in &spot.about {
            for keyword in ["minLength", "maxLength"] {
                let Some(length) =
                    keywords.get(keyword).and_then(Value::as_u64).filter(|length| *length < 5000)
                else {
                    continue;
                };
                for length in length.saturating_sub(1)..=length + 1 {
                    let length = usize::try_from(length).unwrap_or(0);
                    let filler = text.chars().last().unwrap_or('\u{e9}');
                    let other: String = text.chars().chain(std::iter::repeat(filler)).take(length).collect();
                    self.put("length", spot, json!(other));
                }
            }
            if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str) {
                self.put("pattern", spot, json!(not_matching(pattern).unwrap_or("\n")));
                self.put("pattern", spot, json!(format!("{text}\n")));
                self.put("pattern", spot, json!(format!("{text}\u{663}")));
            }
        }
    }

    fn array(&mut self, spot: &Spot<'_, '_>, list: &[Value]) {
        self.put("count", spot, json!([]));
        let cut = list.len().saturating_sub(1);
        self.put("count", spot, json!(list[..cut]));
        if let Some(first) = list.first() {
            self.put("item twice", spot, list.iter().chain([first]).cloned().collect());
            self.put("null", spot, list.iter().chain([&Value::Null]).cloned().collect());
            for keywords in &spot.about {
                let Some(most) = keywords.get("maxItems").and_then(Value::as_u64).filter(|most| *most < 2000)
                else {
                    continue;
                };
                for length in [most, most + 1] {
                    let length = usize::try_from(length).unwrap_or(0);
                    self.put("count", spot, list.iter().cycle().take(length).cloned().collect());
                }
            }
            if let (Some(number), true) = (first.as_i64(), self.whole.to_string().len() < 5000) {
                self.raw("item twice", spot, &format!("[{number}, {number}.0]"));
            }
        } else {
            self.put("count", spot, json!([null]));
        }
        let unlike = json!({"not": ["an item"]});
        self.put("item", spot, list.iter().chain([&unlike]).cloned().collect());
    }

    fn object(&mut self, spot: &Spot<'_, '_>, object: &Map<String, Value>) {
        for name in object.keys() {
            let mut others = object.clone();
            others.shift_remove(name);
            self.put("missing", spot, Value::Object(others));
            self.twice(spot, object, name);
        }
        for extra in [json!("text"), json!(null), json!({"a": [1]})] {
            self.put("extra", spot, with(object, "one more", extra));
        }
        let nested = "{\"a\": {\"b\": 1, \"b\": 2}}";
        self.put("member twice", spot, with(object, "one more", json!(RAW)));
        if let Some(last) = self.found.last_mut() {
            last.text = last.text.replace(&format!("\"{RAW}\""), nested);
        }
        self.put("count", spot, json!({}));
        for keywords in &spot.about {
            for keyword in ["minProperties", "maxProperties"] {
                let Some(count) = keywords.get(keyword).and_then(Value::as_u64).filter(|count| *count < 200)
                else {
                    continue;
                };
                for count in [count.saturating_sub(1), count, count + 1] {
                    self.put("count", spot, resized(object, usize::try_from(count).unwrap_or(0)));
                }
            }
            let dependencies = keywords.get("dependencies").and_then(Value::as_object).into_iter().flatten();
            for (name, _) in dependencies {
                self.put("property", spot, with(object, name, json!("text")));
            }
            // A missing property, added with a value of another type.
            let properties = keywords.get("properties").and_then(Value::as_object).into_iter().flatten();
            for (name, _) in properties.filter(|(name, _)| !object.contains_key(*name)).take(3) {
                for other in [json!(null), json!([[]]), json!(0.5)] {
                    self.put("property", spot, with(object, name, other));
                }
            }
        }
    }

    /// A duplicate property, with the same value and with another.
    fn twice(&mut self, spot: &Spot<'_, '_>, object: &Map<String, Value>, name: &str) {
        for value in [object[name].clone(), Value::Null] {
            self.put("member twice", spot, with(object, TWICE, value));
            if let Some(last) = self.found.last_mut() {
                last.text = last.text.replace(&format!("\"{TWICE}\""), &json!(name).to_string());
            }
        }
    }
}

fn with(object: &Map<String, Value>, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object.insert(name.to_owned(), value);
    Value::Object(object)
}

/// The object with `count` properties.
fn resized(object: &Map<String, Value>, count: usize) -> Value {
    let others = (0..count).map(|number| (format!("one more {number}"), json!("text")));
    Value::Object(object.clone().into_iter().chain(others).take(count).collect())
}

/// The number, as an integer if it has no fraction.
fn whole(number: f64) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

/// The bound, and the numbers next to it.
fn around(bound: &Value) -> Vec<Value> {
    match (bound.as_i64(), bound.as_f64()) {
        (Some(bound), _) => [bound.checked_sub(1), Some(bound), bound.checked_add(1)]
            .into_iter()
            .flatten()
            .map(Value::from)
            .collect(),
        (None, Some(bound)) => [bound - 1.0, bound, bound + 1.0].into_iter().map(whole).collect(),
        (None, None) => Vec::new(),
    }
}
