//! Files in forms: those that the handler reads while they arrive, and those that are created to be sent.

use super::Rejection;
use super::file_form::FileForm;
use super::multipart::Part;
use super::stream::BodyStream;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use std::fmt;

/// A file in a form. A handler reads it while it arrives. Tests of handlers and callers of a client create it with
/// [`new`](Self::new). `F` is the struct with the optional fields of the form.
///
/// Required fields must come before the files. Optional fields may come after them: [`late_fields`](Self::late_fields)
/// reads the form to its end and returns them.
///
/// axum's `DefaultBodyLimit` applies to the whole body. It is 2 MB unless a layer around the operation sets another
/// limit (see `Routes::map`).
pub struct Upload<F = ()> {
    pub(super) part: Part,
    pub(super) source: Source<F>,
    /// The files after those of the source.
    pub(super) after: Vec<Self>,
    is_read: bool,
    left: u64,
}

/// The bytes of a file, and the rest of its form.
pub(super) enum Source<F> {
    Received(Received<F>),
    Created { body: BodyStream, fields: F },
}

/// A file in a form that is being received.
pub(super) struct Received<F> {
    form: Box<FileForm<F>>,
    /// The bytes that were read ahead.
    held: Bytes,
    /// Whether the body has more bytes of this file.
    is_open: bool,
    /// The next file in the body, once this file has been read.
    next: Option<Box<Part>>,
}

/// The next file of a form, or the optional fields at its end.
#[derive(Debug)]
pub enum Files<F = ()> {
    /// The next file.
    File(Upload<F>),
    /// There are no more files. These are the optional fields.
    End(F),
}

/// Creates files to send.
impl<F: Default> Upload<F> {
    /// Creates a file from a `String`, a `Vec<u8>`, or a `Body`, which may be a stream. Its form has no optional
    /// fields.
    pub fn new(body: impl Into<BodyStream>) -> Self {
        Self::of(Part::default(), Source::Created { body: body.into(), fields: F::default() })
    }
}

impl<F> Upload<F> {
    fn of(part: Part, source: Source<F>) -> Self {
        Self { part, source, after: Vec::new(), is_read: false, left: u64::MAX }
    }

    pub(super) fn received(form: Box<FileForm<F>>, part: Part, held: Vec<u8>, is_open: bool) -> Self {
        let held = held.into();
        Self::of(part, Source::Received(Received { form, held, is_open, next: None }))
    }

    /// Sets the name of the parameter. A file without a name is the first one that the spec declares for the form.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.part.name = name.into();
        self
    }

    /// Sets the file name. Many servers take a part without one for a field that is not a file.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.part.file_name = Some(name.into());
        self
    }

    /// Sets the media type. Without it, a file is sent with the first one that the spec declares, or as
    /// `application/octet-stream`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        let media_type = media_type.into();
        if let Ok(value) = HeaderValue::from_str(&media_type) {
            self.part.headers.insert(header::CONTENT_TYPE, value);
        }
        self.part.media_type = Some(media_type);
        self
    }

    /// Adds a header of the part. `Content-Disposition` and `Content-Type` are written from the names and the media type.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.part.headers.append(name, value);
        self
    }

    /// Sets the optional fields of the form.
    #[must_use]
    pub fn with_fields(mut self, own: F) -> Self {
        match &mut self.source {
            Source::Received(Received { form, .. }) => form.set_fields(own),
            Source::Created { fields, .. } => *fields = own,
        }
        self
    }

    /// Adds another file to the form. The optional fields of the form are those of this file.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.after.push(other);
        self
    }

    /// Returns the name of the parameter. It is empty if you have created the file without a name.
    pub fn name(&self) -> &str {
        &self.part.name
    }

    /// Returns the file name that the client sent. It may contain any characters, so do not use it as a path.
    pub fn file_name(&self) -> Option<&str> {
        self.part.file_name.as_deref()
    }

    /// Returns the media type that the client sent.
    pub fn media_type(&self) -> Option<&str> {
        self.part.media_type.as_deref()
    }

    /// Returns all headers of the part, which the client chose. Those that the spec requires are present.
    pub fn headers(&self) -> &HeaderMap {
        &self.part.headers
    }

    /// Sets the maximum number of bytes. A larger file is rejected.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.left = bytes;
        self
    }

    /// Returns the optional fields if no more of them can follow this file: all of them have been read, or the form has
    /// been read to its end. A form with small files is read to its end before the handler is called.
    pub fn early_fields(&self) -> Option<&F> {
        match &self.source {
            Source::Received(Received { form, .. }) => form.fields(),
            Source::Created { fields, .. } => Some(fields),
        }
    }

    /// Returns the next chunk of the file, or `None` at its end.
    ///
    /// # Errors
    /// Returns [`Rejection::TooLarge`] if the file or the body exceeds its limit, and [`Rejection::BadParameter`] if a
    /// duplicate field or a required field comes after the file.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        if self.is_read {
            return Ok(None);
        }
        let piece = match &mut self.source {
            Source::Received(received) => received.chunk().await?,
            Source::Created { body, .. } => body.chunk().await?,
        };
        let Some(bytes) = piece else {
            self.is_read = true;
            if let Source::Received(received) = &mut self.source {
                received.end().await?;
            }
            return Ok(None);
        };
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or(Rejection::TooLarge)?;
        Ok(Some(bytes))
    }

    /// Reads the file to its end, and returns it.
    ///
    /// # Errors
    /// Returns the errors of [`chunk`](Self::chunk).
    pub async fn bytes(&mut self) -> Result<Vec<u8>, Rejection> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Skips the rest of this file, and returns the next file or the optional fields of the form.
    ///
    /// # Errors
    /// Returns the errors of [`chunk`](Self::chunk), and an error if a required file is missing or an optional field
    /// does not match its declaration.
    pub async fn next(mut self) -> Result<Files<F>, Rejection> {
        self.left = u64::MAX;
        while self.chunk().await?.is_some() {}
        let rest = match self.source {
            Source::Created { fields, .. } => Files::End(fields),
            Source::Received(Received { form, next: Some(part), .. }) => {
                Files::File(Self::received(form, *part, Vec::new(), true))
            }
            Source::Received(Received { form, .. }) => form.go_on()?,
        };
        Ok(rest.followed_by(self.after))
    }

    /// Reads the form to its end, and returns its optional fields. The other files are skipped.
    ///
    /// # Errors
    /// Returns the errors of [`next`](Self::next).
    pub async fn late_fields(self) -> Result<F, Rejection> {
        Files::File(self).late_fields().await
    }
}

impl<F> Received<F> {
    async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        match self.held.is_empty() {
            false => Ok(Some(std::mem::take(&mut self.held))),
            true if self.is_open => self.form.content().await,
            true => Ok(None),
        }
    }

    /// Finds the next file in the body.
    async fn end(&mut self) -> Result<(), Rejection> {
        if self.is_open {
            self.next = self.form.next_file().await?.map(Box::new);
        }
        Ok(())
    }
}

impl<F> Files<F> {
    /// Adds files at the end of a form, whose fields are those before them.
    fn followed_by(self, mut after: Vec<Upload<F>>) -> Self {
        match self {
            Self::File(mut file) => {
                after.splice(..0, std::mem::take(&mut file.after));
                Self::File(Upload { after, ..file })
            }
            Self::End(fields) if after.is_empty() => Self::End(fields),
            Self::End(fields) => {
                let first = after.remove(0).with_fields(fields);
                Self::File(first).followed_by(after)
            }
        }
    }

    /// See [`Upload::early_fields`].
    pub fn early_fields(&self) -> Option<&F> {
        match self {
            Self::File(file) => file.early_fields(),
            Self::End(fields) => Some(fields),
        }
    }

    /// See [`Upload::late_fields`].
    ///
    /// # Errors
    /// Returns the errors of [`Upload::next`].
    pub async fn late_fields(self) -> Result<F, Rejection> {
        let mut files = self;
        loop {
            match files {
                Self::File(file) => files = file.next().await?,
                Self::End(fields) => return Ok(fields),
            }
        }
    }
}

impl<F> From<Upload<F>> for Files<F> {
    fn from(file: Upload<F>) -> Self {
        Self::File(file)
    }
}

/// No files and no fields.
impl<F: Default> Default for Files<F> {
    fn default() -> Self {
        Self::End(F::default())
    }
}

impl<F> fmt::Debug for Upload<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut upload = f.debug_struct("Upload");
        upload.field("name", &self.part.name).field("file_name", &self.part.file_name);
        upload.field("media_type", &self.part.media_type).finish_non_exhaustive()
    }
}
