//! Forms with files in requests that the generated code creates. The files are read while they are sent.

use super::outgoing_fields::OutgoingForm;
use super::outgoing_parts::{add_field, boundary, first_lines, form_type, last_line, quoted};
use super::outgoing_produced::{Chunk, produce};
use super::outgoing_request::{OutgoingBody, OutgoingRequest};
use super::upload::{Files, Source, Upload};
use axum::body::HttpBody as _;
use axum::http::{HeaderValue, header};

/// Adds the optional fields to a form.
type WriteFields<F> = fn(&F, OutgoingForm) -> OutgoingForm;

impl OutgoingRequest {
    /// Sets a form with files, which have these names. Fields that are known are before the files.
    pub(crate) fn write_files<F: Send + 'static>(
        mut self,
        mut form: OutgoingForm,
        names: &'static [&'static str],
        files: impl Into<Files<F>>,
        write: WriteFields<F>,
    ) -> Self {
        let files = files.into();
        let late = match files.early_fields() {
            None => Some(write),
            Some(fields) => {
                form = write(fields, form);
                None
            }
        };
        if let Some(reason) = form.error.take() {
            self.fail(reason);
            return self;
        }
        let boundary = boundary();
        let mut text = String::new();
        for field in std::mem::take(&mut form.fields) {
            if let Err(reason) = add_field(&mut text, &field, &boundary) {
                self.fail(reason);
            }
        }
        let media_type = form_type(&boundary);
        let writer = Writer { form, names, boundary, text, late, files: Some(files), is_inside: false };
        let size = writer.size().map_err(|reason| self.fail(reason)).ok().flatten();
        let body = produce(writer, Writer::next, size);
        self.set_body(&media_type, OutgoingBody::Stream(body));
        self
    }
}

/// The rest of a form.
struct Writer<F> {
    form: OutgoingForm,
    names: &'static [&'static str],
    boundary: String,
    /// The text that is sent next.
    text: String,
    /// Writes the fields after the files, if they are not before them.
    late: Option<WriteFields<F>>,
    /// `None` after the end.
    files: Option<Files<F>>,
    /// Whether the next bytes are those of the file.
    is_inside: bool,
}

impl<F> Writer<F> {
    /// Returns the next chunk.
    async fn next(mut self) -> Chunk<Self> {
        loop {
            match self.files.take() {
                None => return Ok(None),
                Some(Files::End(fields)) => {
                    if let Some(write) = self.late {
                        self.add_late(&fields, write)?;
                    }
                    self.text.push_str(&last_line(&self.boundary));
                    let text = std::mem::take(&mut self.text);
                    return Ok(Some((text.into(), self)));
                }
                Some(Files::File(file)) if !self.is_inside => {
                    let lines = self.file_lines(&file)?;
                    let text = std::mem::take(&mut self.text) + &lines;
                    self.is_inside = true;
                    self.files = Some(file.into());
                    return Ok(Some((text.into(), self)));
                }
                Some(Files::File(mut file)) => {
                    if let Some(bytes) = file.chunk().await? {
                        self.files = Some(file.into());
                        return Ok(Some((bytes, self)));
                    }
                    self.text.push_str("\r\n");
                    self.is_inside = false;
                    self.files = Some(file.next().await?);
                }
            }
        }
    }

    fn add_late(&mut self, fields: &F, write: WriteFields<F>) -> Result<(), String> {
        let form = write(fields, self.form.without_fields());
        if let Some(reason) = form.error {
            return Err(reason);
        }
        form.fields.iter().try_for_each(|field| add_field(&mut self.text, field, &self.boundary))
    }

    /// Returns the lines before the bytes of a file.
    fn file_lines(&self, file: &Upload<F>) -> Result<String, String> {
        let part = &file.part;
        let name = match (part.name.as_str(), self.names) {
            ("", [first, ..]) => first,
            (name, _) => name,
        };
        if !self.names.contains(&name) {
            return Err(format!("the form has no file `{name}`, but has `{}`", self.names.join("`, `")));
        }
        let of_file = |reason: &str| format!("the file `{name}` {reason}");
        let mut lines = first_lines(&self.boundary, &quoted(name).map_err(|reason| of_file(&reason))?);
        if let Some(file_name) = &part.file_name {
            if file_name.is_empty() {
                return Err(of_file("has an empty file name, which is read as a file that is absent"));
            }
            let quoted = quoted(file_name);
            let quoted = quoted.map_err(|reason| of_file(&format!("has a file name that {reason}")))?;
            lines.truncate(lines.len() - 2);
            lines.push_str(&format!("; filename=\"{quoted}\"\r\n"));
        }
        let media_type = part.media_type.as_deref().or(self.form.part_type(name));
        let media_type = media_type.unwrap_or("application/octet-stream");
        if HeaderValue::from_str(media_type).is_err() {
            return Err(of_file("has a media type that is not one"));
        }
        lines.push_str(&format!("Content-Type: {media_type}\r\n"));
        let own = [header::CONTENT_DISPOSITION, header::CONTENT_TYPE];
        for (name, value) in part.headers.iter().filter(|(name, _)| !own.contains(name)) {
            let value =
                value.to_str().map_err(|_| of_file(&format!("has a header `{name}` that is not ASCII")))?;
            lines.push_str(&format!("{name}: {value}\r\n"));
        }
        lines.push_str("\r\n");
        Ok(lines)
    }

    /// Returns the size of the form, if it is known.
    ///
    /// # Errors
    /// Returns an error if a file that has been created cannot be sent.
    fn size(&self) -> Result<Option<u64>, String> {
        let mut size = Some((self.text.len() + last_line(&self.boundary).len()) as u64);
        let mut waiting: Vec<&Upload<F>> = match &self.files {
            Some(Files::File(file)) => vec![file],
            _ => Vec::new(),
        };
        while let Some(file) = waiting.pop() {
            let around = self.file_lines(file)?.len() + "\r\n".len();
            let bytes = match &file.source {
                Source::Received(_) => None,
                Source::Created { body, .. } => body.body.size_hint().exact(),
            };
            size = size.zip(bytes).map(|(size, bytes)| size + around as u64 + bytes);
            waiting.extend(&file.after);
        }
        Ok(size)
    }
}
