//! Walks the values of serde_yaml together with the events of another parser. Knows nothing about places.

use serde_json::{Map, Number, Value, map};
use std::slice;

/// Two readings of one text.
pub(super) struct Difference {
    pub one: String,
    pub other: String,
}

impl Difference {
    pub(super) fn new<T>(one: impl Into<String>, other: impl Into<String>) -> Result<T, Self> {
        Err(Self { one: one.into(), other: other.into() })
    }
}

/// The values that must follow. Without a value (the text could not be read), nothing is compared.
pub(super) struct Expected<'v> {
    root: Option<&'v Value>,
    has_repeated_keys: bool,
    /// The enclosing collections.
    open: Vec<Inside<'v>>,
}

/// The rest of a collection.
enum Inside<'v> {
    List(Option<slice::Iter<'v, Value>>),
    Map { members: Option<(&'v Map<String, Value>, map::Iter<'v>)>, key: Option<&'v str>, next: Next<'v> },
}

/// The role of the next node.
#[derive(Clone, Copy)]
pub(super) enum Next<'v> {
    Key,
    Value(Option<&'v Value>),
}

impl<'v> Expected<'v> {
    pub(super) fn new(root: Option<&'v Value>, has_repeated_keys: bool) -> Self {
        Self { root, has_repeated_keys, open: Vec::new() }
    }

    /// Takes the role of the next node.
    pub(super) fn next(&mut self) -> Result<Next<'v>, Difference> {
        match self.open.last_mut() {
            None => Ok(Next::Value(self.root)),
            Some(Inside::List(None)) => Ok(Next::Value(None)),
            Some(Inside::List(Some(items))) => match items.next() {
                Some(item) => Ok(Next::Value(Some(item))),
                None => Difference::new("an item", "the end of the list"),
            },
            Some(Inside::Map { next, .. }) => Ok(std::mem::replace(next, Next::Key)),
        }
    }

    /// Takes a key. Its value is next.
    pub(super) fn key(&mut self, text: &str) -> Result<(), Difference> {
        let Some(Inside::Map { members, key, next }) = self.open.last_mut() else { return Ok(()) };
        *key = None;
        *next = Next::Value(None);
        let Some((all, left)) = members else { return Ok(()) };
        let mut rest = left.clone();
        match rest.next() {
            Some((name, value)) if name == text => {
                *left = rest;
                *key = Some(name);
                *next = Next::Value(Some(value));
                Ok(())
            }
            // Repeated keys are reported already; the first one counts.
            _ if self.has_repeated_keys && all.contains_key(text) => Ok(()),
            Some((name, _)) => Difference::new(show(text), show(name)),
            None => Difference::new(show(text), "the end of the mapping"),
        }
    }

    /// The key of the last value.
    pub(super) fn last_key(&self) -> Option<&'v str> {
        match self.open.last() {
            Some(Inside::Map { key, .. }) => *key,
            _ => None,
        }
    }

    /// Starts a list, and returns its value.
    pub(super) fn start_list(&mut self) -> Result<Option<&'v Value>, Difference> {
        let value = self.collection()?;
        let items = match value {
            None => None,
            Some(Value::Array(items)) => Some(items.iter()),
            Some(_) => return Difference::new("a list", describe(value)),
        };
        self.open.push(Inside::List(items));
        Ok(value)
    }

    /// Starts a mapping, and returns its value.
    pub(super) fn start_map(&mut self) -> Result<Option<&'v Value>, Difference> {
        let value = self.collection()?;
        let members = match value {
            None => None,
            Some(Value::Object(all)) => Some((all, all.iter())),
            Some(_) => return Difference::new("a mapping", describe(value)),
        };
        self.open.push(Inside::Map { members, key: None, next: Next::Key });
        Ok(value)
    }

    fn collection(&mut self) -> Result<Option<&'v Value>, Difference> {
        match self.next()? {
            Next::Value(value) => Ok(value),
            Next::Key if self.root.is_some() => Difference::new("a collection as a key", "a scalar"),
            Next::Key => self.key("").map(|()| None),
        }
    }

    /// Ends a collection, which must have no rest.
    pub(super) fn end(&mut self) -> Result<(), Difference> {
        let left = match self.open.pop() {
            Some(Inside::List(Some(mut items))) => items.next().map(|item| describe(Some(item))),
            Some(Inside::Map { members: Some((_, mut left)), .. }) => left.next().map(|(key, _)| show(key)),
            _ => None,
        };
        left.map_or(Ok(()), |left| Difference::new("the end of a collection", left))
    }
}

/// Whether a value can be the value of a scalar. serde_yaml decides from quotes and tags whether a scalar is a string
/// or a number.
pub(super) fn is_same(text: &str, value: &Value) -> bool {
    match value {
        Value::String(string) => string == text,
        Value::Null => matches!(text, "" | "~" | "null" | "Null" | "NULL"),
        Value::Bool(true) => matches!(text, "true" | "True" | "TRUE"),
        Value::Bool(false) => matches!(text, "false" | "False" | "FALSE"),
        Value::Number(number) => is_number(text, number),
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_number(text: &str, number: &Number) -> bool {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let radixes = [("0x", 16), ("0o", 8), ("0b", 2)];
    let radix = radixes.iter().find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, *radix)));
    let (digits, radix) = radix.unwrap_or((digits, 10));
    let whole = i128::from_str_radix(digits, radix).ok().map(|whole| sign * whole);
    let held = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (whole, held) {
        (Some(whole), Some(held)) => whole == held,
        #[expect(clippy::cast_precision_loss, reason = "reading it does the same")]
        (Some(whole), None) => number.as_f64() == Some(whole as f64),
        (None, _) => text.parse::<f64>().ok() == number.as_f64(),
    }
}

/// A value, for messages.
pub(super) fn describe(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => show(text),
        Some(Value::Array(_)) => "a list".to_owned(),
        Some(Value::Object(_)) => "a mapping".to_owned(),
        Some(other) => show(&other.to_string()),
        None => "nothing".to_owned(),
    }
}

/// A scalar, for messages.
pub(super) fn show(text: &str) -> String {
    match text.chars().count() {
        0..=40 => format!("`{text}`"),
        _ => format!("`{}...`", text.chars().take(37).collect::<String>()),
    }
}
