//! Files in forms, which the handler reads as they arrive.

use super::Rejection;
use super::file_form::FileForm;
use super::multipart::Part;
use axum::body::Bytes;
use std::fmt;

/// A file of a form, which is read as it arrives; `F` has the optional fields of the form.
///
/// Required fields come before the files. Optional ones may come after them: [`late_fields`](Self::late_fields) has them, once
/// the form has been read to its end.
///
/// The body as a whole is bounded by axum's `DefaultBodyLimit`: 2 MB, or what a layer around the operation
/// says ([`Routes::map`](super::Routes::map)).
pub struct Upload<F = ()> {
    form: Box<FileForm<F>>,
    part: Part,
    /// What has been read of it already.
    held: Bytes,
    /// Whether the rest of it is still to come.
    is_open: bool,
    /// What came after it.
    next: Option<Part>,
    is_read: bool,
    left: u64,
}

/// The files of a form, one by one, and the optional fields at its end.
#[derive(Debug)]
pub enum Files<F = ()> {
    /// The next file.
    File(Upload<F>),
    /// There is none: these are the optional fields of the form.
    End(F),
}

impl<F> Upload<F> {
    pub(super) fn new(form: Box<FileForm<F>>, part: Part, held: Vec<u8>, is_open: bool) -> Self {
        let (next, is_read, left) = (None, false, u64::MAX);
        Self { form, part, held: held.into(), is_open, next, is_read, left }
    }

    /// The parameter that it is.
    pub fn name(&self) -> &str {
        &self.part.name
    }

    /// What the client calls the file. It is no path: it may have any signs in it.
    pub fn file_name(&self) -> Option<&str> {
        self.part.file_name.as_deref()
    }

    /// The media type that the client says it has.
    pub fn media_type(&self) -> Option<&str> {
        self.part.media_type.as_deref()
    }

    /// Rejects more bytes than these.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.left = bytes;
        self
    }

    /// The optional fields of the form, if none of them can come after this file: all have come, or the form is read to its
    /// end. A form without large files is, before its handler is called.
    pub fn early_fields(&self) -> Option<&F> {
        self.form.fields()
    }

    /// What came next. None at the end of the file.
    ///
    /// # Errors
    /// [`Rejection::TooLarge`] if the file, or the whole body, is; a bad parameter if one comes after the file that has
    /// come already, or is a required field.
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
                self.next = self.form.next_file().await?;
            }
            return Ok(None);
        };
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or(Rejection::TooLarge)?;
        Ok(Some(bytes))
    }

    /// All of it.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn bytes(&mut self) -> Result<Vec<u8>, Rejection> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The file after this one, what is left of which is skipped; or else the optional fields of the form.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and if a required file is missing or an optional field is not what the description says.
    pub async fn next(mut self) -> Result<Files<F>, Rejection> {
        self.left = u64::MAX;
        while self.chunk().await?.is_some() {}
        match self.next {
            Some(part) => Ok(Files::File(Self::new(self.form, part, Vec::new(), true))),
            None => self.form.go_on(),
        }
    }

    /// The optional fields of the form. What is left of it is read; files are skipped.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn late_fields(self) -> Result<F, Rejection> {
        Files::File(self).late_fields().await
    }
}

impl<F> Files<F> {
    /// As [`Upload::early_fields`].
    pub fn early_fields(&self) -> Option<&F> {
        match self {
            Self::File(file) => file.early_fields(),
            Self::End(fields) => Some(fields),
        }
    }

    /// As [`Upload::late_fields`].
    ///
    /// # Errors
    /// As [`Upload::next`].
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

/// No file, and no field.
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
