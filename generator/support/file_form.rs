//! Forms with files. If fields are missing before the first file, up to `FORM_BUFFER` bytes of the files are read ahead
//! before the handler is called. How the bytes arrive makes no difference:
//!
//! | field | before the first file | after files of less than `FORM_BUFFER` bytes together | after more |
//! |---|---|---|---|
//! | required | accepted | accepted | rejected before the handler is called |
//! | optional | accepted | accepted | returned by `late_fields` |

use super::form::{Form, urlencoded};
use super::media_type::{Consumed, accept_part, is_json};
use super::multipart::{BOTH, FORM_DATA, Multipart, Part, Size, is_urlencoded};
use super::upload::{Files, Upload};
use super::{FORM_BUFFER, Query, Rejection};
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use serde_json::Value;
use std::collections::VecDeque;

/// The parts of a form with files.
pub struct FormParts {
    /// The required fields.
    pub required: &'static [&'static str],
    /// The optional fields.
    pub optional: &'static [&'static str],
    /// The fields that may appear several times, once for each item of an array.
    pub repeated: &'static [&'static str],
    /// The fields that are JSON.
    pub json: &'static [&'static str],
    /// The fields whose names may have brackets, such as `owner[name]`.
    pub bracketed: &'static [&'static str],
    /// The files, and whether each is required.
    pub files: &'static [(&'static str, bool)],
    /// Whether a form without files may be urlencoded.
    pub urlencoded: bool,
    /// The media types of parts, if the spec declares them.
    pub types: &'static [(&'static str, Consumed)],
    /// The headers that parts must have, by name.
    pub headers: &'static [(&'static str, &'static [&'static str])],
    /// The least and the greatest number of files with a name.
    pub counts: &'static [(&'static str, usize, usize)],
    /// The other fields that are ignored, if all others are rejected.
    pub closed: Option<&'static [&'static str]>,
    /// Checks the names and texts of all parts at the end of the form. The text of a file is empty.
    pub check: Option<CheckForm>,
}

/// Checks the names and texts of all parts.
type CheckForm = fn(&[(String, String)]) -> Result<(), Rejection>;

/// Returns the error for a required field that comes too late.
fn too_late(name: &'static str) -> Rejection {
    const BEFORE: &str = "is required and must come before the files";
    match FORM_BUFFER {
        0 => Rejection::bad(name, BEFORE),
        buffer => {
            Rejection::bad(name, format!("{BEFORE}, or after files of less than {buffer} bytes together"))
        }
    }
}

impl FormParts {
    /// No parts.
    pub const NONE: Self = Self {
        required: &[],
        optional: &[],
        repeated: &[],
        json: &[],
        bracketed: &[],
        files: &[],
        urlencoded: false,
        types: &[],
        headers: &[],
        counts: &[],
        closed: None,
        check: None,
    };

    fn missing(&self, seen: &[&str]) -> Result<(), Rejection> {
        let missing = self.files.iter().find(|(name, required)| *required && !seen.contains(name));
        missing.map_or(Ok(()), |(name, _)| Err(Rejection::MissingParameter { name }))
    }

    fn check(&self, sent: &[(String, String)]) -> Result<(), Rejection> {
        self.check.map_or(Ok(()), |check| check(sent))
    }

    fn file(&self, name: &str) -> Option<&'static str> {
        self.files.iter().find(|(file, _)| *file == name).map(|(file, _)| *file)
    }

    fn check_part(&self, name: &'static str, part: &Part) -> Result<(), Rejection> {
        let headers = self.headers.iter().find(|(field, _)| *field == name);
        headers.map_or(Ok(()), |(_, headers)| part.require(headers))?;
        let declared = self.types.iter().find(|(field, _)| *field == name);
        declared.map_or(Ok(()), |(_, declared)| accept_part(name, part.media_type.as_deref(), declared))
    }

    fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }

    /// Returns the field that a part belongs to.
    fn field(&self, name: &str) -> Option<&'static str> {
        let in_brackets = || {
            let (name, _) = name.strip_suffix(']')?.split_once('[')?;
            self.bracketed.iter().find(|field| **field == name).copied()
        };
        self.fields().find(|field| *field == name).or_else(in_brackets)
    }
}

/// Returns the texts of a scalar, or of an array of scalars, that the client sends as JSON.
fn texts(name: &'static str, json: &str, is_array: bool) -> Result<Vec<String>, Rejection> {
    let value = serde_json::from_str(json).map_err(|fault| {
        Rejection::bad(name, format!("is not JSON, which is the media type of its part: {fault}"))
    })?;
    let items = match value {
        Value::Array(items) if is_array => items,
        item => vec![item],
    };
    let text = |item| match item {
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Number(_) => Ok(item.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(Rejection::bad(name, "must be a string, a number or a boolean"))
        }
    };
    items.into_iter().map(text).collect()
}

/// A function that decodes the optional fields.
type ReadFields<F> = fn(Query<'_>) -> Result<F, Rejection>;

/// A form that has not been read to its end.
pub(super) struct FileForm<F> {
    body: Multipart,
    parts: &'static FormParts,
    read: ReadFields<F>,
    /// The optional fields so far.
    optional: Form,
    size: Size,
    /// The names of all parts so far.
    seen: Vec<&'static str>,
    /// The fields of which parts with brackets have been read.
    bracketed: Vec<&'static str>,
    /// The number of files with each name that is counted.
    counts: Vec<(&'static str, usize)>,
    /// The parts so far, if the form is checked as a whole.
    sent: Vec<(String, String)>,
    /// The files that have been read ahead, with their bytes.
    held: VecDeque<(Part, Vec<u8>)>,
    /// Whether the last of them has more bytes.
    is_open: bool,
    has_ended: bool,
    /// The optional fields, once no more of them can follow.
    fields: Option<F>,
}

/// Reads the required fields of a form and its files.
pub async fn files<F>(
    headers: &HeaderMap,
    body: Body,
    parts: &'static FormParts,
    read: ReadFields<F>,
) -> Result<(Form, Files<F>), Rejection> {
    if parts.urlencoded && is_urlencoded(headers) {
        return urlencoded_form(headers, body, parts, read).await;
    }
    let (mut required, optional) = (Form::default(), Form::default());
    let accepted = if parts.urlencoded { BOTH } else { &[FORM_DATA] };
    let Some(body) = Multipart::open(headers, body, accepted).await? else {
        parts.missing(&[])?;
        parts.check(&[])?;
        return Ok((required, Files::End(read(optional.fields())?)));
    };
    let mut form = Box::new(FileForm {
        body,
        parts,
        read,
        optional,
        size: Size::default(),
        seen: Vec::new(),
        bracketed: Vec::new(),
        counts: Vec::new(),
        sent: Vec::new(),
        held: VecDeque::new(),
        is_open: false,
        has_ended: false,
        fields: None,
    });
    if let Some(file) = form.part(Some(&mut required)).await? {
        form.read_ahead(file, &mut required).await?;
    }
    form.begin()?;
    Ok((required, form.go_on()?))
}

/// Reads a form with at least one required file.
pub async fn required_upload<F>(
    headers: &HeaderMap,
    body: Body,
    parts: &'static FormParts,
    read: ReadFields<F>,
) -> Result<(Form, Upload<F>), Rejection> {
    match files(headers, body, parts, read).await? {
        (form, Files::File(file)) => Ok((form, file)),
        _ => Err(Rejection::MissingParameter { name: parts.files.first().map_or("file", |(name, _)| name) }),
    }
}

/// Reads a urlencoded form, which cannot contain files. A field with the name of a file must be empty: browsers send an
/// empty field if the user selects no file.
async fn urlencoded_form<F>(
    headers: &HeaderMap,
    body: Body,
    parts: &'static FormParts,
    read: ReadFields<F>,
) -> Result<(Form, Files<F>), Rejection> {
    let form = urlencoded(headers, body).await?;
    for (name, _) in parts.files {
        for value in form.fields().values(name) {
            if !value.text.is_empty() {
                return Err(Rejection::bad(name, "is a file: send it in `multipart/form-data`"));
            }
        }
    }
    let fields = read(form.fields())?;
    Ok((form, Files::End(fields)))
}

/// Decodes the optional fields of a form without optional fields.
pub fn no_fields(_: Query<'_>) -> Result<(), Rejection> {
    Ok(())
}

impl<F> FileForm<F> {
    /// Returns the optional fields, once no more of them can follow.
    pub(super) fn fields(&self) -> Option<&F> {
        self.fields.as_ref()
    }

    /// Sets the optional fields. Those in the body are then ignored.
    pub(super) fn set_fields(&mut self, fields: F) {
        self.fields = Some(fields);
    }

    /// Returns the next chunk of the current file.
    pub(super) async fn content(&mut self) -> Result<Option<Bytes>, Rejection> {
        self.body.content().await
    }

    /// Returns the next file in the body. At the end of the form, checks that nothing is missing.
    pub(super) async fn next_file(&mut self) -> Result<Option<Part>, Rejection> {
        let file = self.part(None).await?;
        if file.is_none() {
            self.end()?;
        }
        Ok(file)
    }

    /// Returns the next file that was read ahead, or the end of the form.
    pub(super) fn go_on(mut self: Box<Self>) -> Result<Files<F>, Rejection> {
        if let Some((part, held)) = self.held.pop_front() {
            let is_open = self.is_open && self.held.is_empty();
            return Ok(Files::File(Upload::received(self, part, held, is_open)));
        }
        match self.fields {
            Some(fields) => Ok(Files::End(fields)),
            None => (self.read)(self.optional.fields()).map(Files::End),
        }
    }

    /// Returns the next file, and stores the fields before it. Required fields are rejected if `required` is `None`.
    async fn part(&mut self, mut required: Option<&mut Form>) -> Result<Option<Part>, Rejection> {
        while let Some(part) = self.body.part().await? {
            if let Some(name) = self.parts.file(&part.name) {
                // Browsers send an empty part if the user selects no file.
                if part.file_name.as_deref() != Some("") || !self.body.is_empty().await? {
                    self.see(name, true)?;
                    self.count(name)?;
                    self.parts.check_part(name, &part)?;
                    self.send(&part.name, "");
                    return Ok(Some(part));
                }
            } else if let Some(name) = self.parts.field(&part.name) {
                self.see(name, part.name == name)?;
                self.parts.check_part(name, &part)?;
                if self.parts.required.contains(&name) && required.is_none() {
                    return Err(too_late(name));
                }
                for text in self.texts(name, &part).await? {
                    self.size.begin(part.name.len())?;
                    self.send(&part.name, &text);
                    match required.as_deref_mut().filter(|_| !self.parts.optional.contains(&name)) {
                        Some(required) => required.push(&part.name, &text),
                        None => self.optional.push(&part.name, &text),
                    }
                }
            } else {
                self.other(&part).await?;
            }
        }
        self.has_ended = true;
        Ok(None)
    }

    /// Reads a field. A text may be JSON, if the client says so.
    async fn texts(&mut self, name: &'static str, part: &Part) -> Result<Vec<String>, Rejection> {
        let value = self.size.value(&mut self.body, name, part.name.len()).await?;
        let is_json = part.media_type.as_deref().is_some_and(is_json);
        match is_json && !self.parts.json.contains(&name) {
            true => texts(name, &value, self.parts.repeated.contains(&name)),
            false => Ok(vec![value]),
        }
    }

    /// Reads a part that the spec does not declare.
    async fn other(&mut self, part: &Part) -> Result<(), Rejection> {
        if self.parts.closed.is_some_and(|ignored| !ignored.contains(&part.name.as_str())) {
            let reason = format!("property `{}` is not allowed", part.name);
            return Err(Rejection::InvalidJson { pointer: String::new(), reason });
        }
        if self.parts.check.is_none() {
            return Ok(());
        }
        let value = match part.file_name {
            Some(_) => Vec::new(),
            None => self.size.bytes(&mut self.body, part.name.len()).await?,
        };
        self.send(&part.name, &String::from_utf8_lossy(&value));
        Ok(())
    }

    /// Stores a part for the check of the form.
    fn send(&mut self, name: &str, value: &str) {
        if self.parts.check.is_some() {
            self.sent.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Counts a file.
    fn count(&mut self, name: &'static str) -> Result<(), Rejection> {
        let Some((_, _, most)) = self.parts.counts.iter().find(|(counted, ..)| *counted == name) else {
            return Ok(());
        };
        let count = match self.counts.iter_mut().find(|(counted, _)| *counted == name) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((name, 1));
                1
            }
        };
        if count > *most {
            Err(Rejection::bad(name, format!("must have at most {most} items")))
        } else {
            Ok(())
        }
    }

    /// Rejects an array with too few files. An array without files is absent.
    fn too_few(&self) -> Result<(), Rejection> {
        let least = |name| self.parts.counts.iter().find(|(counted, ..)| *counted == name);
        for (name, count) in &self.counts {
            if let Some((_, least, _)) = least(*name).filter(|(_, least, _)| count < least) {
                return Err(Rejection::bad(name, format!("must have at least {least} items")));
            }
        }
        Ok(())
    }

    /// Records a part. Parts with brackets may be several for one field, but not next to a part without brackets.
    fn see(&mut self, name: &'static str, is_whole: bool) -> Result<(), Rejection> {
        let may_repeat = self.may_repeat(name) && !(is_whole && self.bracketed.contains(&name));
        match self.seen.contains(&name) {
            true if may_repeat || self.parts.repeated.contains(&name) => {}
            true => return Err(Rejection::bad(name, "appears more than once")),
            false => self.seen.push(name),
        }
        if !is_whole && !self.bracketed.contains(&name) {
            self.bracketed.push(name);
        }
        Ok(())
    }

    fn may_repeat(&self, name: &'static str) -> bool {
        self.parts.repeated.contains(&name) || self.bracketed.contains(&name)
    }

    /// Returns whether one of these fields may still follow.
    fn may_come(&self, mut fields: impl Iterator<Item = &'static str>) -> bool {
        let may_come = |name| !self.seen.contains(&name) || self.may_repeat(name);
        !self.has_ended && fields.any(may_come)
    }

    /// Reads ahead, starting with this file, while fields are missing and the buffer has room.
    async fn read_ahead(&mut self, file: Part, required: &mut Form) -> Result<(), Rejection> {
        let mut left = FORM_BUFFER;
        let mut next = Some(file);
        while let Some(part) = next {
            let mut held = Vec::new();
            self.is_open = left == 0 || !self.may_come(self.parts.fields());
            while !self.is_open {
                let Some(piece) = self.body.some_content(left).await? else { break };
                held.extend_from_slice(&piece);
                left -= piece.len();
                self.is_open = left == 0;
            }
            self.held.push_back((part, held));
            next = if self.is_open { None } else { self.part(Some(required)).await? };
        }
        Ok(())
    }

    /// Checks the fields that have been read, before the handler is called.
    fn begin(&mut self) -> Result<(), Rejection> {
        if self.has_ended {
            return self.end();
        }
        if let Some(name) = self.parts.required.iter().find(|name| !self.seen.contains(name)) {
            return Err(too_late(name));
        }
        let fields = (self.read)(self.optional.fields())?;
        self.fields = (!self.may_come(self.parts.optional.iter().copied())).then_some(fields);
        Ok(())
    }

    /// Checks the form after it has been read to its end.
    fn end(&mut self) -> Result<(), Rejection> {
        self.parts.missing(&self.seen)?;
        self.too_few()?;
        if self.fields.is_none() {
            self.fields = Some((self.read)(self.optional.fields())?);
        }
        self.parts.check(&self.sent)
    }
}
