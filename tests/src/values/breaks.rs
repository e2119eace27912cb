//! Values with one broken constraint, and its place.

use super::make::{count, is_read_only};
use super::schema::{Document, Node};
use super::text;
use serde_json::{Map, Value, json};

/// A value that is not valid, and the reason.
pub struct Break {
    /// The broken keyword.
    pub keyword: &'static str,
    /// The JSON pointer to the mistake.
    pub pointer: String,
    /// The place that gets another value, and that value.
    change: (String, Value),
}

impl Break {
    /// The whole value, with the mistake.
    pub fn of(&self, value: &Value) -> Value {
        let mut whole = value.clone();
        if let Some(place) = whole.pointer_mut(&self.change.0) {
            place.clone_from(&self.change.1);
        }
        whole
    }
}

/// All ways to break one constraint of a valid value.
pub fn breaks<'d>(document: &'d Document<'d>, schema: &'d Value, value: &Value) -> Vec<Break> {
    let mut walk = Walk { document, found: Vec::new(), lacks_read_only: false };
    walk.value(&[schema], value, "");
    walk.found
}

/// Whether the value of a request is not one of a response: it lacks a required `readOnly` property.
pub fn lacks_read_only<'d>(document: &'d Document<'d>, schema: &'d Value, value: &Value) -> bool {
    let mut walk = Walk { document, found: Vec::new(), lacks_read_only: false };
    walk.value(&[schema], value, "");
    walk.lacks_read_only
}

struct Walk<'d> {
    document: &'d Document<'d>,
    found: Vec<Break>,
    lacks_read_only: bool,
}

impl<'d> Walk<'d> {
    /// Puts another value at the place.
    fn put(&mut self, keyword: &'static str, pointer: &str, value: Value) {
        self.found.push(Break { keyword, pointer: pointer.to_owned(), change: (pointer.to_owned(), value) });
    }

    /// Changes the place at which the last mistake is reported.
    fn at(&mut self, pointer: String) {
        if let Some(last) = self.found.last_mut() {
            last.pointer = pointer;
        }
    }

    fn value(&mut self, schemas: &[&'d Value], value: &Value, pointer: &str) {
        let Some(mut node) = self.document.node(schemas) else { return };
        if value.is_null() {
            return;
        }
        let family = node.name.as_ref().map(|name| self.document.family(name)).unwrap_or_default();
        if family.len() > 1 {
            let mut subtypes = family.iter().filter_map(|name| self.document.subtype(name));
            let says = |subtype: &Node<'_>| subtype.tags.iter().all(|(tag, own)| value[tag] == own.as_str());
            let Some(subtype) = subtypes.find(says) else { return };
            (node.parts, node.tags) = (subtype.parts, subtype.tags);
        }
        self.kind(&node, pointer);
        match value {
            Value::String(_) => self.string(&node, pointer),
            Value::Number(number) => self.number(&node, number.as_f64().unwrap_or(0.0), pointer),
            Value::Array(items) => self.array(&node, items, pointer),
            Value::Object(members) => self.object(&node, members, pointer),
            _ => {}
        }
    }

    fn kind(&mut self, node: &Node<'d>, pointer: &str) {
        let Some(kind) = node.kind() else { return };
        let others: &[Value] = match kind {
            "string" => &[json!(7), json!(true), json!([]), json!({})],
            "integer" => &[json!(1.5), json!("1"), json!([])],
            "number" => &[json!("1"), json!(false)],
            "boolean" => &[json!("true"), json!(0)],
            "array" => &[json!({}), json!("a,b")],
            _ => &[json!([]), json!("text")],
        };
        for other in others {
            self.put("type", pointer, other.clone());
        }
        let null = |part: &&Map<String, Value>| {
            let lists =
                |keyword| part.get(keyword).is_some_and(|value: &Value| value.to_string().contains("null"));
            part.contains_key("x-nullable") || lists("type") || lists("enum")
        };
        if !node.nullable && !node.parts.iter().any(null) {
            self.put("type", pointer, Value::Null);
        }
        let open = node.all("x-extensible-enum").next().is_some()
            || node.all("x-ms-enum").any(|says| says["modelAsString"] == true);
        if node.all("enum").next().is_some() && kind == "string" && !open {
            self.put("enum", pointer, json!("none of them"));
        }
    }

    fn string(&mut self, node: &Node<'d>, pointer: &str) {
        let least = count(node.most("minLength"), 0);
        if least > 0 {
            self.put("minLength", pointer, json!("\u{1f600}".repeat(least - 1)));
        }
        let most = count(node.least("maxLength"), usize::MAX);
        if most < 5000 {
            self.put("maxLength", pointer, json!("e".repeat(most + 1)));
        }
        for pattern in node.all("pattern").filter_map(Value::as_str) {
            if let Some(text) = text::not_matching(pattern) {
                self.put("pattern", pointer, json!(text));
            }
        }
    }

    fn number(&mut self, node: &Node<'d>, number: f64, pointer: &str) {
        if node.all("enum").next().is_some() {
            return;
        }
        let whole = node.kind() == Some("integer");
        #[allow(clippy::cast_possible_truncation, reason = "a whole number")]
        let written = |number: f64| if whole { json!(number.round() as i64) } else { json!(number) };
        let small = |bound: &f64| bound.abs() < 1e15;
        if let Some(least) = node.most("minimum").filter(small) {
            let outside = if node.says("exclusiveMinimum") { least } else { least - 1.0 };
            self.put("minimum", pointer, written(outside));
        }
        if let Some(most) = node.least("maximum").filter(small) {
            let outside = if node.says("exclusiveMaximum") { most } else { most + 1.0 };
            self.put("maximum", pointer, written(outside));
        }
        if let Some(step) = node.most("multipleOf").filter(|step| !whole || *step > 1.0) {
            self.put(
                "multipleOf",
                pointer,
                if whole { written(number + 1.0) } else { json!(number + step / 2.0) },
            );
        }
        if node.all("format").any(|format| format == "int32") && whole {
            self.put("format", pointer, json!(2_147_483_648_i64));
        }
    }

    fn array(&mut self, node: &Node<'d>, items: &[Value], pointer: &str) {
        let least = count(node.most("minItems"), 0);
        if least > 0 {
            self.put("minItems", pointer, json!(items[..least - 1]));
        }
        let most = count(node.least("maxItems"), usize::MAX);
        if let Some(first) = items.first() {
            if most < 200 {
                self.put("maxItems", pointer, json!(vec![first; most + 1]));
            }
            if node.says("uniqueItems") {
                self.put("uniqueItems", pointer, json!([first, first]));
                // The error names the second of two equal items.
                self.at(format!("{pointer}/1"));
            }
        }
        let schemas: Vec<&Value> = node.all("items").collect();
        for (index, item) in items.iter().enumerate().filter(|_| !schemas.is_empty()) {
            self.value(&schemas, item, &format!("{pointer}/{index}"));
        }
    }

    fn object(&mut self, node: &Node<'d>, members: &Map<String, Value>, pointer: &str) {
        let (properties, required) = (node.properties(), node.required());
        self.lacks_read_only |= properties.iter().any(|(name, schemas)| {
            is_read_only(schemas) && required.contains(name) && !members.contains_key(*name)
        });
        for name in required {
            if members.contains_key(name) {
                let mut others = members.clone();
                others.shift_remove(name);
                let tag = node.name.is_some() && node.tags.first().is_some_and(|(tag, _)| tag == name);
                let tagged =
                    tag && node.name.as_ref().is_some_and(|name| self.document.family(name).len() > 1);
                // If an object can be one of several, its own error names the missing property.
                let at = if tagged { format!("{pointer}/{}", escaped(name)) } else { pointer.to_owned() };
                self.put("required", pointer, Value::Object(others));
                self.at(at);
            }
        }
        let with = |count: usize| {
            let others = (0..count).map(|number| (format!("one more {number}"), json!("text")));
            Value::Object(members.clone().into_iter().chain(others).collect())
        };
        if node.additional().is_err() {
            self.put("additionalProperties", pointer, with(1));
        }
        let most = count(node.least("maxProperties"), usize::MAX);
        if most < 200 && node.additional().is_ok_and(|schemas| schemas.is_empty()) {
            self.put("maxProperties", pointer, with(most + 1 - members.len()));
        }
        let least = count(node.most("minProperties"), 0);
        if least > 0 && node.required().is_empty() {
            self.put(
                "minProperties",
                pointer,
                members.clone().into_iter().take(least - 1).collect::<Map<_, _>>().into(),
            );
        }
        self.members(node, members, pointer);
    }

    fn members(&mut self, node: &Node<'d>, members: &Map<String, Value>, pointer: &str) {
        let (properties, others) = (node.properties(), node.additional().unwrap_or_default());
        for (name, value) in members {
            let at = format!("{pointer}/{}", escaped(name));
            if node.tags.iter().any(|(tag, _)| tag == name) {
                self.put("discriminator", &at, json!("none of them"));
                continue;
            }
            match properties.iter().find(|(known, _)| known == name) {
                Some((_, schemas)) => self.value(schemas, value, &at),
                None if others.is_empty() => {}
                None => self.value(&others, value, &at),
            }
        }
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
