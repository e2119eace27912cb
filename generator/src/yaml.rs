//! The places of YAML values, and a second opinion. serde_yaml gives the values of a file. granit-parser gives events
//! with their bytes, which are compared with the values: a file that the two read differently is rejected. Creates no
//! value.

mod cause;
mod comment;
mod compare;

use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::spans::{Kind, Spans};
use compare::{Difference, Expected, Next, describe, is_same, show};
use granit_parser::{Event, Parser, ScalarStyle, ScanError};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Range;

/// The places of all values in a file that serde_yaml has read. Repeated keys are reported already.
pub(crate) fn compare(
    file: FileId,
    text: &str,
    value: &Value,
    has_repeated_keys: bool,
    diagnostics: &mut Diagnostics,
) -> Result<Spans, Box<Diagnostic>> {
    let mut reading = Reading::new(text, Expected::new(Some(value), has_repeated_keys));
    match reading.run() {
        Ok(()) => {
            diagnostics.extend(reading.cut.iter().map(|cut| cut.report(file, text)));
            Ok(reading.spans)
        }
        Err(Stop::Difference(at, Difference { one, other })) => {
            let message = format!("YAML parsers disagree: some read this as {one}, others as {other}");
            let help = "put text in quotes, add a space before a comment, and use only letters and digits in an anchor";
            Err(Diagnostic::new(codes::SYNTAX, Place::text(file, at), message).help(help).into())
        }
        Err(Stop::Rejected(error)) => Err(reading.explain(file, &error).unwrap_or_else(|| {
            let at = offset(&error);
            let message = format!("this is not valid YAML: {}", error.kind());
            Diagnostic::new(codes::SYNTAX, Place::text(file, at..text.len()), message).into()
        })),
    }
}

/// Whether a file is YAML. If it is not, the mistake, if it can be identified.
pub(crate) fn explain(file: FileId, text: &str) -> Result<(), Option<Box<Diagnostic>>> {
    let mut reading = Reading::new(text, Expected::new(None, false));
    if let Err(Stop::Rejected(error)) = reading.run() {
        return Err(reading.explain(file, &error));
    }
    let Some(second) = reading.second_document else { return Ok(()) };
    let message = "this starts a second YAML document; a file may contain only one";
    let diagnostic = Diagnostic::new(codes::SYNTAX, Place::text(file, second), message);
    Err(Some(diagnostic.help("move it to a file of its own").into()))
}

fn offset(error: &ScanError) -> usize {
    error.marker().byte_offset().unwrap_or(0)
}

/// Why the events end early.
enum Stop {
    Rejected(ScanError),
    Difference(Range<usize>, Difference),
}

/// The events so far.
struct Reading<'t, 'v> {
    text: &'t str,
    expected: Expected<'v>,
    spans: Spans,
    /// The enclosing collections.
    open: Vec<Open<'v>>,
    anchors: HashMap<usize, Anchored<'v>>,
    /// The collection that ended last, if nothing came after it.
    closed: Option<usize>,
    cut: Vec<comment::Cut>,
    second_document: Option<Range<usize>>,
}

struct Open<'v> {
    node: usize,
    anchor: usize,
    value: Option<&'v Value>,
}

struct Anchored<'v> {
    node: usize,
    value: Option<&'v Value>,
    /// The text of a scalar.
    text: Option<String>,
}

impl<'t, 'v> Reading<'t, 'v> {
    fn new(text: &'t str, expected: Expected<'v>) -> Self {
        Self {
            text,
            expected,
            spans: Spans::default(),
            open: Vec::new(),
            anchors: HashMap::new(),
            closed: None,
            cut: Vec::new(),
            second_document: None,
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        // Like libyaml, which serde_yaml uses: no line feed is added at the end of a file.
        let options =
            granit_parser::options! { emit_comments: false, block_scalar_eof_without_line_feed: true };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = event.map_err(Stop::Rejected)?;
            let at = span.byte_range().unwrap_or_default();
            let read = match event {
                Event::Scalar(text, style, anchor, _) => self.scalar(&text, style, anchor, at.clone()),
                Event::Alias(anchor) => self.alias(anchor, at.clone()),
                Event::SequenceStart(_, anchor, _) => self.start(Kind::List(0), anchor, at.clone()),
                Event::MappingStart(_, anchor, _) => self.start(Kind::Map(0), anchor, at.clone()),
                Event::SequenceEnd | Event::MappingEnd => self.end(at.end),
                Event::DocumentStart(..) if documents > 0 => {
                    self.second_document = Some(at);
                    return Ok(());
                }
                Event::DocumentStart(..) => {
                    documents += 1;
                    Ok(())
                }
                _ => Ok(()),
            };
            read.map_err(|difference| Stop::Difference(at, difference))?;
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        at: Range<usize>,
    ) -> Result<(), Difference> {
        let (text, at) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => (text, self.header(at.start)),
            // An empty value, which the parser calls `~`.
            ScalarStyle::Plain if at.is_empty() => ("", at),
            _ => (text, at),
        };
        let node = self.push(at.clone(), Kind::Scalar);
        let value = match self.expected.next()? {
            Next::Key => {
                self.spans.name_key(node, text, self.text);
                self.expected.key(text)?;
                None
            }
            Next::Value(value) => value,
        };
        if value.is_some_and(|value| !is_same(text, value)) {
            return Difference::new(show(text), describe(value));
        }
        if style == ScalarStyle::Plain && value.is_some_and(|value| value.is_string() || value.is_null()) {
            let at = if at.is_empty() { self.after_colon(node) } else { at };
            self.cut.extend(comment::Cut::find(self.text, at, self.expected.last_key()));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node, value, text: Some(text.to_owned()) });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Range<usize>) -> Result<(), Difference> {
        let Some(Anchored { node: target, value: anchored, text }) = self.anchors.get(&anchor) else {
            return Difference::new("an alias inside its own anchor", "a value");
        };
        let target = *target;
        let anchored = *anchored;
        let text = text.clone();
        let node = self.push(at, Kind::Alias(u32::try_from(target).unwrap_or(u32::MAX)));
        match (self.expected.next()?, anchored, text) {
            (Next::Key, _, text) => {
                let text = text.unwrap_or_default();
                self.spans.name_key(node, &text, self.text);
                self.expected.key(&text)
            }
            (Next::Value(Some(value)), Some(anchored), _) if value != anchored => {
                Difference::new("an alias", describe(Some(value)))
            }
            (Next::Value(Some(value)), None, Some(text)) if !is_same(&text, value) => {
                Difference::new(show(&text), describe(Some(value)))
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, kind: Kind, anchor: usize, at: Range<usize>) -> Result<(), Difference> {
        let is_list = matches!(kind, Kind::List(_));
        let is_value =
            self.open.last().is_some_and(|open| matches!(self.spans.kind(open.node), Kind::Map(_)));
        let at = if is_list && is_value && at.is_empty() { self.dash(at.start) } else { at };
        let node = self.push(at, kind);
        let value = if is_list { self.expected.start_list()? } else { self.expected.start_map()? };
        self.open.push(Open { node, anchor, value });
        Ok(())
    }

    fn end(&mut self, end: usize) -> Result<(), Difference> {
        let Some(Open { node, anchor, value }) = self.open.pop() else { return Ok(()) };
        let start = self.spans.range(node);
        // Without brackets, a collection has no bytes of its own.
        self.spans.close(node, if start.is_empty() { start.end } else { end });
        self.closed = Some(node);
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node, value, text: None });
        }
        self.expected.end()
    }

    fn push(&mut self, at: Range<usize>, kind: Kind) -> usize {
        self.closed = None;
        self.spans.push(at, kind)
    }

    /// The text between the last node and an offset, and its start.
    fn since_last(&self, end: usize) -> (usize, &'t str) {
        let start = self.spans.len().checked_sub(1).map_or(0, |last| self.spans.range(last).end);
        (start, self.text.get(start..end).unwrap_or_default())
    }

    /// The start of a list without brackets. If the list is indented like its key, the parser gives the start of its
    /// first item.
    fn dash(&self, item: usize) -> Range<usize> {
        let (_, text) = self.since_last(item);
        let mut lines = text.match_indices('\n').filter_map(|(end, _)| text.get(end + 1..));
        let dash =
            lines.find_map(|line| Some(line.trim_start_matches(' ')).filter(|line| line.starts_with('-')));
        let start = item - dash.map_or(0, str::len);
        start..start
    }

    /// The position of a missing value, after its key. The parser may give the start of the next line.
    fn after_colon(&self, node: usize) -> Range<usize> {
        let key = node.checked_sub(1).map_or(0, |key| self.spans.range(key).end);
        let rest = self.text.get(key..).unwrap_or_default();
        let colon = key + rest.len() - rest.trim_start_matches(' ').trim_start_matches(':').len();
        colon..colon
    }

    /// The indicator of a block scalar whose content starts at an offset.
    fn header(&self, content: usize) -> Range<usize> {
        let (start, text) = self.since_last(content);
        let text = text.trim_end();
        let line = text.rfind('\n').map_or(0, |end| end + 1);
        let sign = line + text.get(line..).and_then(|line| line.find(['|', '>'])).unwrap_or(0);
        let length = text.get(sign..).and_then(|rest| rest.split([' ', '\t']).next()).map_or(0, str::len);
        start + sign..start + sign + length
    }

    fn explain(&self, file: FileId, error: &ScanError) -> Option<Box<Diagnostic>> {
        let open = self.open.iter().map(|open| open.node).collect();
        let seen = cause::Seen { file, text: self.text, spans: &self.spans, open, closed: self.closed };
        seen.explain(error.kind(), offset(error)).map(Box::new)
    }
}

#[cfg(test)]
#[path = "tests/yaml.rs"]
mod tests;
