//! From the text of a file to a value, strictly: a key that repeats is an error, with both places.
//! YAML is serde_yaml's, JSON serde_json's; what starts like JSON is tried as JSON first.

use crate::bounds;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, KEEP_ONE, Part, Place};
use crate::locate;
use crate::misread::Suspects;
use crate::pointer::Pointer;
use crate::sources::Format;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};
use std::{cell::Cell, cell::RefCell, collections::HashMap, fmt, path::Path};

/// A file's text, parsed.
pub struct Parsed {
    pub format: Format,
    /// None where the text could not be parsed, which is reported then.
    pub value: Option<Value>,
    pub values: usize,
}

/// Parses a file. What is wrong is reported.
pub fn parse(file: FileId, path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Parsed {
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let named_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let refused = |format| Parsed { format, value: None, values: 0 };
    if let Some(offset) = too_deep(text) {
        let message = format!("brackets are nested more than {} deep", bounds::BRACKETS);
        let place = Place { part: Part::Byte(offset), ..Place::file(file) };
        diagnostics.push(Diagnostic::error("limit", place, message));
        return refused(Format::Yaml);
    }
    let reader = Reader::default();
    let json = (looks_like_json || named_json).then(|| read_json(&reader, text));
    let outcome = match json {
        Some(Ok(value)) => Ok((Format::Json, value)),
        Some(Err(error)) if named_json => Err((Format::Json, error)),
        _ => {
            reader.start_again();
            read_yaml(&reader, text).map(|value| (Format::Yaml, value)).map_err(|error| (Format::Yaml, error))
        }
    };
    let (format, value) = match outcome {
        Ok(parsed) => parsed,
        Err((format, (offset, message))) => {
            let place = Place { part: Part::Byte(offset), ..Place::file(file) };
            let (code, message) = match reader.passed_bound.take() {
                Some(passed) => ("limit", passed),
                None => ("syntax", message),
            };
            let diagnostic = Diagnostic::error(code, place, message.clone());
            diagnostics.push(match mend(&message, text.get(offset..).unwrap_or_default()) {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
            return refused(format);
        }
    };
    for repeated in reader.repeated.into_inner() {
        diagnostics.push(report_repeated(file, &repeated));
    }
    Parsed { format, value: Some(value), values: reader.values.into_inner() }
}

fn report_repeated(file: FileId, (pointer, occurrence): &(Pointer, usize)) -> Diagnostic {
    let key = pointer.split_last().map(|(_, key)| key.into_owned()).unwrap_or_default();
    let at = |occurrence| Place { file, pointer: pointer.clone(), part: Part::Key(occurrence) };
    Diagnostic::error("duplicate-key", at(*occurrence), format!("the key `{key}` is given twice"))
        .label("again here")
        .and(at(0), "first given here")
        .help(KEEP_ONE)
}

fn read_json(reader: &Reader, text: &str) -> Result<Value, (usize, String)> {
    let mut input = serde_json::Deserializer::from_str(text);
    let value =
        Seed { reader, path: None }.deserialize(&mut input).and_then(|value| input.end().map(|()| value));
    value.map_err(|error| {
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        (locate::offset(text, error.line(), error.column()), format!("this is not JSON: {message}"))
    })
}

fn read_yaml(reader: &Reader, text: &str) -> Result<Value, (usize, String)> {
    // Without an end, serde_yaml loses a last line of spaces in a block scalar.
    let ended = text.ends_with([' ', '\t']).then(|| format!("{text}\n"));
    let text = ended.as_deref().unwrap_or(text);
    let value = read_yaml_once(reader, text)?;
    match misread(text) {
        Some(offset) => {
            let message = "this is not YAML, or serde_yaml does not read it as YAML says";
            Err((offset, message.to_owned()))
        }
        None => Ok(value),
    }
}

fn read_yaml_once(reader: &Reader, text: &str) -> Result<Value, (usize, String)> {
    let seed = Seed { reader, path: None };
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let offset = error.location().map_or(0, |at| locate::offset(text, at.line(), at.column()));
        let message = error.to_string();
        let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        (offset, format!("this is not YAML: {message}"))
    })
}

/// Where a text is read as something else than YAML says.
fn misread(text: &str) -> Option<usize> {
    let suspects = Suspects::of(text)?;
    let reader = Reader::default();
    match read_yaml_once(&reader, &suspects.marked) {
        Ok(value) => suspects.first_outside(&value),
        // Marks make the text longer than it is.
        Err(_) if reader.passed_bound.borrow().is_some() => None,
        Err(_) => suspects.first(),
    }
}

/// What to do about the commonest mistakes in YAML, which its parser calls by its own names.
fn mend(message: &str, at: &str) -> Option<&'static str> {
    match message {
        _ if message.contains("cannot start any token") && at.starts_with('\t') => {
            Some("this is a tab, and YAML indents with spaces")
        }
        _ if message.contains("cannot start any token") => Some("put the value into quotes"),
        _ if message.contains("mapping values are not allowed") => Some(
            "a value with `: ` in it needs quotes; a key needs the same indentation as the keys beside it",
        ),
        _ if message.contains("did not find expected ',' or") => {
            Some("a bracket in front of this is not closed, or a comma is missing")
        }
        _ if message.contains("did not find expected key") => {
            Some("this line's indentation is that of no mapping in front of it")
        }
        _ if message.contains("as YAML says") => Some(
            "put text into quotes, a space in front of a comment, and only letters and digits into an anchor",
        ),
        _ => None,
    }
}

/// Where brackets are nested deeper than a parser should see.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > bounds::BRACKETS
    })
}

/// What reading a file adds up beside its value.
#[derive(Default)]
struct Reader {
    repeated: RefCell<Vec<(Pointer, usize)>>,
    values: Cell<usize>,
    text: Cell<usize>,
    /// What is said of the bound that was passed.
    passed_bound: RefCell<Option<String>>,
}

impl Reader {
    fn start_again(&self) {
        self.repeated.borrow_mut().clear();
        self.values.set(0);
        self.text.set(0);
        self.passed_bound.take();
    }

    /// An alias is its text once more.
    fn take_text<E: de::Error>(&self, text: &str) -> Result<(), E> {
        self.text.set(self.text.get() + text.len());
        match self.text.get() > bounds::TEXT_BYTES {
            true => {
                Err(self.refuse(format_args!("it has more than {} MiB of text", bounds::TEXT_BYTES >> 20)))
            }
            false => Ok(()),
        }
    }

    fn refuse<E: de::Error>(&self, message: fmt::Arguments<'_>) -> E {
        self.passed_bound.replace(Some(message.to_string()));
        E::custom(message)
    }
}

/// The way from the root, on the stack: it is written out only for a key that repeats.
struct Step<'p> {
    parent: Option<&'p Step<'p>>,
    token: &'p str,
    /// The length of all tokens up to here.
    bytes: usize,
}

impl Step<'_> {
    fn pointer(&self) -> Pointer {
        self.parent.map(Self::pointer_of).unwrap_or_default().member(self.token)
    }

    fn pointer_of(step: &Step<'_>) -> Pointer {
        step.pointer()
    }
}

#[derive(Clone, Copy)]
struct Seed<'p> {
    reader: &'p Reader,
    path: Option<&'p Step<'p>>,
}

impl<'p> Seed<'p> {
    fn step<E: de::Error>(&self, token: &'p str) -> Result<Step<'p>, E> {
        let bytes = self.path.map_or(0, |path| path.bytes) + token.len();
        if bytes > bounds::KEY_BYTES {
            let limit = bounds::KEY_BYTES;
            return Err(self.reader.refuse(format_args!("the keys to this have more than {limit} bytes")));
        }
        Ok(Step { parent: self.path, token, bytes })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Value, D::Error> {
        let values = self.reader.values.get() + 1;
        self.reader.values.set(values);
        if values > bounds::VALUES {
            return Err(self.reader.refuse(format_args!("it has more than {} values", bounds::VALUES)));
        }
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// An empty YAML file.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    /// A number beyond 64 bits is what JSON makes of it: the nearest floating-point number.
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value.to_string().parse().unwrap_or(f64::NAN))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value.to_string().parse().unwrap_or(f64::NAN))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("this number is not finite, and JSON has no such number"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.reader.take_text(value)?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        self.reader.take_text(&value)?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let token = list.len().to_string();
            let step = self.step(&token)?;
            match items.next_element_seed(Seed { path: Some(&step), ..self })? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let mut repeated: HashMap<String, usize> = HashMap::new();
        while let Some(key) = map.next_key_seed(Key)? {
            let step = self.step(&key)?;
            let value = map.next_value_seed(Seed { path: Some(&step), ..self })?;
            if members.contains_key(&key) {
                let occurrence = repeated.entry(key.clone()).or_default();
                *occurrence += 1;
                self.reader.repeated.borrow_mut().push((step.pointer(), *occurrence));
            } else {
                members.insert(key, value);
            }
        }
        Ok(merge(members))
    }

    /// A YAML tag that the core schema does not have: the value counts, the tag does not.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, variant) = data.variant_seed(Key)?;
        variant.newtype_variant_seed(self)
    }
}

/// YAML's merge key: members of other mappings that this one does not have itself.
fn merge(mut members: Map<String, Value>) -> Value {
    let others = match members.get("<<") {
        Some(Value::Object(other)) => vec![other.clone()],
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => {
            list.iter().filter_map(Value::as_object).cloned().collect()
        }
        _ => return Value::Object(members),
    };
    members.shift_remove("<<");
    for (key, value) in others.into_iter().flatten() {
        members.entry(key).or_insert(value);
    }
    Value::Object(members)
}

/// A key is its text as it is written: `1.10` is no `1.1`, and `0x10` no `16`.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<String, D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string, a number or a boolean")
    }

    fn visit_str<E>(self, key: &str) -> Result<String, E> {
        Ok(key.to_owned())
    }
}
