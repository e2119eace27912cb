//! Files in forms, which the handler reads as they arrive.

use super::Rejection;
use super::form::Form;
use super::multipart::{FORM_DATA, Multipart, Part, fields};
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use std::fmt;

/// A file of a form, which is read as it arrives. Fields are read before the handler runs, and so they
/// stand in front of the files: one that stands behind is refused when the file in front of it has been
/// read.
///
/// The body as a whole is bounded by axum's `DefaultBodyLimit`: 2 MB, or what a layer around the operation
/// says ([`Routes::map`](super::Routes::map)).
pub struct Upload {
    parts: Multipart,
    part: Part,
    /// What came behind it.
    next: Option<Part>,
    ended: bool,
    left: u64,
    expected: Expected,
    seen: Vec<&'static str>,
}

/// The names that the parts of a form have; of files, whether they must be there.
#[derive(Clone, Copy)]
struct Expected {
    fields: &'static [&'static str],
    files: &'static [(&'static str, bool)],
}

impl Expected {
    fn file(&self, name: &str) -> Option<&'static str> {
        self.files.iter().find(|(file, _)| *file == name).map(|(file, _)| *file)
    }

    fn missing(&self, seen: &[&str]) -> Result<(), Rejection> {
        let missing = self.files.iter().find(|(name, required)| *required && !seen.contains(name));
        missing.map_or(Ok(()), |(name, _)| Err(Rejection::MissingParameter { name }))
    }
}

impl Upload {
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

    /// Refuses more bytes than these.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.left = bytes;
        self
    }

    /// What came next. None at the end of the file.
    ///
    /// # Errors
    /// [`Rejection::TooLarge`] where the file, or the whole body, is; a bad parameter where what stands
    /// behind the file should stand elsewhere.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Rejection> {
        if self.ended {
            return Ok(None);
        }
        let Some(bytes) = self.parts.content().await? else {
            self.ended = true;
            self.look_behind().await?;
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

    /// The file behind this one, what is left of which is passed over.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk).
    pub async fn next(mut self) -> Result<Option<Self>, Rejection> {
        self.left = u64::MAX;
        while self.chunk().await?.is_some() {}
        let Some(part) = self.next.take() else { return Ok(None) };
        Ok(Some(Self { part, ended: false, ..self }))
    }

    async fn look_behind(&mut self) -> Result<(), Rejection> {
        while let Some(part) = self.parts.part().await? {
            if let Some(name) = self.expected.fields.iter().find(|name| **name == part.name) {
                return Err(Rejection::bad(name, "must stand in front of the files"));
            }
            if let Some(name) = self.expected.file(&part.name) {
                if self.seen.contains(&name) {
                    return Err(Rejection::bad(name, "is given more than once"));
                }
                self.seen.push(name);
                self.next = Some(part);
                return Ok(());
            }
        }
        self.expected.missing(&self.seen)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut upload = f.debug_struct("Upload");
        upload.field("name", &self.part.name).field("file_name", &self.part.file_name);
        upload.field("media_type", &self.part.media_type).finish_non_exhaustive()
    }
}

/// The fields of a form, and the first of its files.
pub async fn upload(
    headers: &HeaderMap,
    body: Body,
    names: &'static [&'static str],
    files: &'static [(&'static str, bool)],
) -> Result<(Form, Option<Upload>), Rejection> {
    let expected = Expected { fields: names, files };
    let Some(mut parts) = Multipart::open(headers, body, &[FORM_DATA]).await? else {
        return expected.missing(&[]).map(|()| (Form::default(), None));
    };
    let (form, part) = fields(&mut parts, names, |name| expected.file(name).is_some()).await?;
    let Some(part) = part else { return expected.missing(&[]).map(|()| (form, None)) };
    let seen = expected.file(&part.name).into_iter().collect();
    let upload = Upload { parts, part, next: None, ended: false, left: u64::MAX, expected, seen };
    Ok((form, Some(upload)))
}

/// The same, where a file must be there.
pub async fn required_upload(
    headers: &HeaderMap,
    body: Body,
    names: &'static [&'static str],
    files: &'static [(&'static str, bool)],
) -> Result<(Form, Upload), Rejection> {
    let (form, upload) = upload(headers, body, names, files).await?;
    let name = files.first().map_or("file", |(name, _)| name);
    Ok((form, upload.ok_or(Rejection::MissingParameter { name })?))
}
