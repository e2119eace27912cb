//! Forms with files. If fields are missing before the first file, up to `FORM_BUFFER` bytes of the files are read ahead
//! before the handler is called:
//!
//! | field | before the first file | after a file, within the buffer | after the buffer |
//! |---|---|---|---|
//! | required | accepted | accepted | rejected before the handler is called |
//! | optional | accepted | accepted | returned by `late_fields` |

use super::form::{Form, urlencoded};
use super::multipart::{BOTH, FORM_DATA, Multipart, Part, Size, is_urlencoded};
use super::upload::{Files, Upload};
use super::{FORM_BUFFER, Query, Rejection};
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use std::collections::VecDeque;

/// The parts of a form with files.
pub struct FormParts {
    /// The required fields.
    pub required: &'static [&'static str],
    /// The optional fields.
    pub optional: &'static [&'static str],
    /// The fields that may appear several times, once for each item of an array.
    pub repeated: &'static [&'static str],
    /// The files, and whether each is required.
    pub files: &'static [(&'static str, bool)],
    /// Whether a form without files may be urlencoded.
    pub urlencoded: bool,
}

/// The error for a required field that comes too late.
const BEFORE: &str = "is required and must come before the files";

impl FormParts {
    fn missing(&self, seen: &[&str]) -> Result<(), Rejection> {
        let missing = self.files.iter().find(|(name, required)| *required && !seen.contains(name));
        missing.map_or(Ok(()), |(name, _)| Err(Rejection::MissingParameter { name }))
    }

    fn file(&self, name: &str) -> Option<&'static str> {
        self.files.iter().find(|(file, _)| *file == name).map(|(file, _)| *file)
    }

    fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
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
        return Ok((required, Files::End(read(optional.fields())?)));
    };
    let (size, seen, held, fields) = Default::default();
    let (is_open, has_ended) = (false, false);
    let mut form =
        Box::new(FileForm { body, parts, read, optional, size, seen, held, is_open, has_ended, fields });
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
            return Ok(Files::File(Upload::new(self, part, held, is_open)));
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
                    self.see(name)?;
                    return Ok(Some(part));
                }
            } else if let Some(name) = self.parts.fields().find(|name| *name == part.name) {
                self.see(name)?;
                let form = match (self.parts.optional.contains(&name), required.as_deref_mut()) {
                    (true, _) => &mut self.optional,
                    (false, Some(required)) => required,
                    (false, None) => return Err(Rejection::bad(name, BEFORE)),
                };
                form.push(name, &self.size.value(&mut self.body, name).await?);
            }
        }
        self.has_ended = true;
        Ok(None)
    }

    fn see(&mut self, name: &'static str) -> Result<(), Rejection> {
        match (self.seen.contains(&name), self.parts.repeated.contains(&name)) {
            (true, true) => {}
            (true, false) => return Err(Rejection::bad(name, "appears more than once")),
            (false, _) => self.seen.push(name),
        }
        Ok(())
    }

    /// Returns whether one of these fields may still follow.
    fn may_come(&self, mut fields: impl Iterator<Item = &'static str>) -> bool {
        let may_come = |name| !self.seen.contains(&name) || self.parts.repeated.contains(&name);
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
            return Err(Rejection::bad(name, BEFORE));
        }
        let fields = (self.read)(self.optional.fields())?;
        self.fields = (!self.may_come(self.parts.optional.iter().copied())).then_some(fields);
        Ok(())
    }

    /// Checks the form after it has been read to its end.
    fn end(&mut self) -> Result<(), Rejection> {
        self.parts.missing(&self.seen)?;
        if self.fields.is_none() {
            self.fields = Some((self.read)(self.optional.fields())?);
        }
        Ok(())
    }
}
