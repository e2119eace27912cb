//! From the text of a file to a value, strictly: a repeated key is an error. YAML values come from serde_yaml, JSON
//! values from serde_json; text that starts like JSON is tried as JSON first. `yaml` compares the result of serde_yaml
//! with that of another parser.

use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, KEEP_ONE, Part, Place};
use crate::locate::{self, MERGE};
use crate::pointer::Pointer;
use crate::spans::Spans;
use crate::yaml;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};
use std::{cell::Cell, cell::RefCell, collections::HashMap, fmt, path::Path};

/// A file's text, parsed.
#[derive(Default)]
pub(crate) struct Parsed {
    /// None if the text could not be parsed, which is reported.
    pub value: Option<Value>,
    /// The places of all values, for YAML.
    pub spans: Option<Spans>,
    pub values: usize,
}

/// Parses a file, and reports mistakes.
pub(crate) fn parse(file: FileId, path: &Path, text: &str, diagnostics: &mut Diagnostics) -> Parsed {
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    let named_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if let Some(offset) = too_deep(text) {
        let message = format!("brackets are nested more than {} levels deep", bounds::BRACKETS);
        diagnostics.push(Diagnostic::new(codes::LIMIT, Place::text(file, offset..offset + 1), message));
        return Parsed::default();
    }
    let reader = Reader::new(file);
    let outcome = if looks_like_json || named_json {
        match read_json(&reader, text) {
            Err(of_json) if !named_json => {
                reader.start_again();
                read_yaml(&reader, text, diagnostics)
                    .map_err(|of_yaml| if means_yaml(&of_json, &of_yaml, text) { of_yaml } else { of_json })
            }
            json => json.map(|value| (value, None)),
        }
    } else {
        read_yaml(&reader, text, diagnostics)
    };
    match outcome {
        Ok((value, spans)) => {
            for repeated in reader.repeated.into_inner() {
                diagnostics.push(report_repeated(file, &repeated));
            }
            Parsed { value: Some(value), spans, values: reader.values.into_inner() }
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Parsed::default()
        }
    }
}

/// Whether a file that is neither JSON nor YAML was meant as YAML. The parser that gets further decides.
fn means_yaml(of_json: &Diagnostic, of_yaml: &Diagnostic, text: &str) -> bool {
    // Another parser does not help with text that exceeds a limit.
    of_yaml.code == codes::LIMIT
        || offset_of(of_yaml) > offset_of(of_json)
        || yaml::explain(FileId(0), text).is_ok()
}

/// The offset of a diagnostic in the text.
fn offset_of(diagnostic: &Diagnostic) -> usize {
    match diagnostic.labels.first() {
        Some((Place { part: Part::Text(bytes), .. }, _)) => bytes.start,
        _ => 0,
    }
}

fn report_repeated(file: FileId, (pointer, occurrence): &(Pointer, usize)) -> Diagnostic {
    let key = pointer.split_last().map(|(_, key)| key.into_owned()).unwrap_or_default();
    let at = |occurrence| Place { file, pointer: pointer.clone(), part: Part::Key(occurrence) };
    Diagnostic::new(codes::DUPLICATE_KEY, at(*occurrence), format!("duplicate key `{key}`"))
        .label("used again here")
        .and(at(0), "first used here")
        .help(KEEP_ONE)
}

fn read_json(reader: &Reader, text: &str) -> Result<Value, Box<Diagnostic>> {
    let mut input = serde_json::Deserializer::from_str(text);
    let value =
        Seed { reader, path: None }.deserialize(&mut input).and_then(|value| input.end().map(|()| value));
    value.map_err(|error| {
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        let offset = locate::offset(text, error.line(), error.column());
        Box::new(reader.report(text, offset, format!("this is not valid JSON: {message}")))
    })
}

fn read_yaml(
    reader: &Reader,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Result<(Value, Option<Spans>), Box<Diagnostic>> {
    // Without a line end, serde_yaml loses a last line of spaces in a block scalar.
    let ended = text.ends_with([' ', '\t']).then(|| format!("{text}\n"));
    let text = ended.as_deref().unwrap_or(text);
    let seed = Seed { reader, path: None };
    let value = seed.deserialize(serde_yaml::Deserializer::from_str(text));
    let mut value = value.map_err(|error| Box::new(explain(reader, text, &error)))?;
    let has_repeated_keys = !reader.repeated.borrow().is_empty();
    let spans = yaml::compare(reader.file, text, &value, has_repeated_keys, diagnostics)?;
    if reader.merges.get() {
        merge(&mut value);
    }
    Ok((value, Some(spans)))
}

/// The diagnostic for YAML that serde_yaml rejects. Another parser does not help with text that exceeds a limit.
fn explain(reader: &Reader, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let offset = error.location().map_or(0, |at| locate::offset(text, at.line(), at.column()));
    if reader.passed_bound.borrow().is_some() {
        return reader.report(text, offset, String::new());
    }
    let what = match yaml::explain(reader.file, text) {
        Err(Some(cause)) => return *cause,
        Err(None) => "this is not valid YAML",
        Ok(()) if text.get(offset..).is_some_and(|rest| rest.starts_with(['{', '['])) => {
            let message = "a key must be a string, a number or a boolean";
            return reader.report(text, offset, message.to_owned()).help("put the key in quotes");
        }
        Ok(()) => "this YAML cannot be read",
    };
    let message = error.to_string();
    let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let diagnostic = reader.report(text, offset, format!("{what}: {message}"));
    match text.get(offset..).is_some_and(|rest| rest.starts_with('\t')) {
        true => diagnostic.help("replace the tab with spaces"),
        false => diagnostic,
    }
}

/// The first bracket that is nested too deep for a parser.
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

/// State and results of reading a file, apart from its value.
struct Reader {
    file: FileId,
    repeated: RefCell<Vec<(Pointer, usize)>>,
    values: Cell<usize>,
    text: Cell<usize>,
    /// Whether a YAML mapping has a merge key.
    merges: Cell<bool>,
    /// The message about the limit that was exceeded.
    passed_bound: RefCell<Option<String>>,
}

impl Reader {
    fn new(file: FileId) -> Self {
        Self {
            file,
            repeated: RefCell::default(),
            values: Cell::default(),
            text: Cell::default(),
            merges: Cell::default(),
            passed_bound: RefCell::default(),
        }
    }

    fn start_again(&self) {
        self.repeated.borrow_mut().clear();
        self.values.set(0);
        self.text.set(0);
        self.merges.set(false);
        self.passed_bound.take();
    }

    /// Counts the text of an alias each time that it is used.
    fn take_text<E: de::Error>(&self, text: &str) -> Result<(), E> {
        self.text.set(self.text.get() + text.len());
        match self.text.get() > bounds::TEXT_BYTES {
            true => {
                Err(self.refuse(format_args!("it has more than {} MiB of text", bounds::TEXT_BYTES >> 20)))
            }
            false => Ok(()),
        }
    }

    /// The diagnostic at the offset where reading stopped: an exceeded limit, or else the parser's message.
    fn report(&self, text: &str, offset: usize, message: String) -> Diagnostic {
        let word = text.get(offset..).and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let place = Place::text(self.file, offset..offset + word.len());
        match self.passed_bound.take() {
            Some(passed) => Diagnostic::new(codes::LIMIT, place, passed),
            None => Diagnostic::new(codes::SYNTAX, place, message),
        }
    }

    fn refuse<E: de::Error>(&self, message: fmt::Arguments<'_>) -> E {
        self.passed_bound.replace(Some(message.to_string()));
        E::custom(message)
    }
}

/// The way from the root, on the stack. It becomes a pointer only for a repeated key.
struct Step<'p> {
    parent: Option<&'p Step<'p>>,
    token: &'p str,
    /// The length of all tokens so far.
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
            return Err(self.reader.refuse(format_args!(
                "the keys on the path to this value add up to more than {limit} bytes"
            )));
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

    /// A number beyond 64 bits is read as in JSON: the nearest `f64`.
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
            .ok_or_else(|| E::custom("this number is not finite, which JSON does not allow"))
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
        self.reader.merges.set(self.reader.merges.get() || members.contains_key(MERGE));
        Ok(Value::Object(members))
    }

    /// A YAML tag that is not in the core schema: the value is kept, and the tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, variant) = data.variant_seed(Key)?;
        variant.newtype_variant_seed(self)
    }
}

/// YAML's merge key: adds entries of other mappings that this one does not have.
fn merge(value: &mut Value) {
    let members = match value {
        Value::Object(members) => members,
        Value::Array(items) => return items.iter_mut().for_each(merge),
        _ => return,
    };
    members.values_mut().for_each(merge);
    let merges = members.get(MERGE).is_some_and(|merged| match merged {
        Value::Array(list) => list.iter().all(Value::is_object),
        other => other.is_object(),
    });
    if !merges {
        return;
    }
    let others = match members.shift_remove(MERGE) {
        Some(Value::Array(list)) => list,
        other => other.into_iter().collect(),
    };
    for other in others {
        if let Value::Object(other) = other {
            other.into_iter().for_each(|(key, value)| _ = members.entry(key).or_insert(value));
        }
    }
}

/// A key is its text as written: `1.10` is not `1.1`, and `0x10` is not `16`.
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
