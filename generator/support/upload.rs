//! Files in forms, which the handler reads as streams.

use super::Rejection;
use super::file_form::FileForm;
use super::multipart::Part;
use axum::body::Bytes;
use axum::http::HeaderMap;
use std::fmt;

/// A file in a form, which the handler reads while it arrives. `F` is the struct with the optional fields of the form.
///
/// Required fields must come before the files. Optional fields may come after them: [`late_fields`](Self::late_fields)
/// reads the form to its end and returns them.
///
/// axum's `DefaultBodyLimit` applies to the whole body. It is 2 MB unless a layer around the operation sets another
/// limit (see [`Routes::map`](super::Routes::map)).
pub struct Upload<F = ()> {
    form: Box<FileForm<F>>,
    part: Part,
    /// The bytes that were read ahead.
    held: Bytes,
    /// Whether the body has more bytes of this file.
    is_open: bool,
    /// The next file in the body, once this file has been read.
    next: Option<Box<Part>>,
    is_read: bool,
    left: u64,
}

/// The next file of a form, or the optional fields at its end.
#[derive(Debug)]
pub enum Files<F = ()> {
    /// The next file.
    File(Upload<F>),
    /// There are no more files. These are the optional fields.
    End(F),
}

impl<F> Upload<F> {
    pub(super) fn new(form: Box<FileForm<F>>, part: Part, held: Vec<u8>, is_open: bool) -> Self {
        let (next, is_read, left) = (None, false, u64::MAX);
        Self { form, part, held: held.into(), is_open, next, is_read, left }
    }

    /// Returns the name of the parameter.
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
        self.form.fields()
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
        let piece = match self.held.is_empty() {
            false => Some(std::mem::take(&mut self.held)),
            true if self.is_open => self.form.content().await?,
            true => None,
        };
        let Some(bytes) = piece else {
            self.is_read = true;
            if self.is_open {
                self.next = self.form.next_file().await?.map(Box::new);
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
        match self.next {
            Some(part) => Ok(Files::File(Self::new(self.form, *part, Vec::new(), true))),
            None => self.form.go_on(),
        }
    }

    /// Reads the form to its end, and returns its optional fields. The other files are skipped.
    ///
    /// # Errors
    /// Returns the errors of [`next`](Self::next).
    pub async fn late_fields(self) -> Result<F, Rejection> {
        Files::File(self).late_fields().await
    }
}

impl<F> Files<F> {
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
