//! `multipart/form-data`, parsed while it arrives. (RFC 2046, section 5.1; RFC 7578)

use super::form::{Form, URLENCODED, urlencoded};
use super::media_type::{Consumed, has_content, is_of, parameter, unsupported};
use super::stream::BodyStream;
use super::{Rejection, chunks};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

pub(super) const FORM_DATA: &str = "multipart/form-data";
/// The media types of forms.
pub(super) const BOTH: Consumed = &[URLENCODED, FORM_DATA];
/// The maximum number of bytes in the headers of a part.
const HEADERS: usize = 8 << 10;
/// RFC 2046, section 5.1.1: "Boundary delimiters [...] must be no longer than 70 characters".
const BOUNDARY: usize = 70;
/// The maximum number of bytes in all fields of a form. Files may be larger.
const FIELDS: usize = 2 << 20;
/// The number of bytes that each field counts in addition to its name and value, so the number of empty fields is
/// limited too.
const FIELD: usize = 64;

fn wrong(reason: &str) -> Rejection {
    Rejection::InvalidBody { reason: reason.to_owned() }
}

/// The parts of a body.
pub(super) struct Multipart {
    body: BodyStream,
    /// The bytes that are received but not yet read. A line break is added at the start, as if a line ended before the
    /// body.
    buffer: Bytes,
    /// The text that ends a part: a line break, two dashes, and the boundary.
    delimiter: Vec<u8>,
    /// Whether the content of a part is next. Content before the first delimiter does not belong to a part.
    inside: bool,
    ended: bool,
}

/// The name and the headers of a part.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub name: String,
    pub file_name: Option<String>,
    pub media_type: Option<String>,
    pub headers: Box<HeaderMap>,
}

impl Part {
    /// Rejects the part if it does not have all of these headers.
    pub(super) fn require(&self, headers: &[&str]) -> Result<(), Rejection> {
        let missing = headers.iter().find(|header| !self.headers.contains_key(**header));
        missing.map_or(Ok(()), |header| {
            Err(wrong(&format!("has a part `{}` without the header `{header}`", self.name)))
        })
    }
}

impl Multipart {
    /// Finds the boundary in the headers. Returns `None` if there is no body. The error message lists `accepted`.
    pub(super) async fn open(
        headers: &HeaderMap,
        mut body: Body,
        accepted: Consumed,
    ) -> Result<Option<Self>, Rejection> {
        let is_form = is_of(headers, FORM_DATA).then_some(()).ok_or_else(|| unsupported(headers, accepted));
        if !has_content(is_form, headers, &mut body).await? {
            return Ok(None);
        }
        let Some(first) = chunks::chunk(&mut body).await? else { return Ok(None) };
        let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = text.and_then(|text| parameter(text, "boundary"));
        let boundary = boundary.filter(|boundary| (1..=BOUNDARY).contains(&boundary.len()));
        let boundary = boundary.ok_or_else(|| wrong("has a media type without a valid `boundary`"))?;
        Ok(Some(Self {
            body: body.into(),
            buffer: [&b"\r\n"[..], &*first].concat().into(),
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            inside: true,
            ended: false,
        }))
    }

    /// Skips the rest of the current part, and returns the next part.
    pub(super) async fn part(&mut self) -> Result<Option<Part>, Rejection> {
        while self.content().await?.is_some() {}
        while !self.ended && self.buffer.len() < 2 {
            self.fill().await?;
        }
        if self.ended || self.buffer.starts_with(b"--") {
            self.ended = true;
            return Ok(None);
        }
        let mut left = HEADERS;
        self.line(&mut left).await?;
        let mut part = Part::default();
        let mut named = false;
        loop {
            let line = self.line(&mut left).await?;
            let Some((name, value)) = line.split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-disposition") {
                named = parameter(value, "name").map(|name| part.name = unescaped(name)).is_some();
                part.file_name = parameter(value, "filename").map(unescaped);
            } else if name.eq_ignore_ascii_case("content-type") {
                part.media_type = Some(value.trim().to_owned());
            }
            // A name or a value that HTTP does not allow is not a header.
            let header = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.trim()));
            if let (Ok(name), Ok(value)) = header {
                part.headers.append(name, value);
            }
        }
        self.inside = true;
        if named { Ok(Some(part)) } else { Err(wrong("has a part without a name")) }
    }

    /// Returns the next chunk of the part, or `None` at its end.
    pub(super) async fn content(&mut self) -> Result<Option<Bytes>, Rejection> {
        self.some_content(usize::MAX).await
    }

    /// Returns the next chunk of the part, with at most this many bytes.
    pub(super) async fn some_content(&mut self, most: usize) -> Result<Option<Bytes>, Rejection> {
        while self.inside {
            let found = find(&self.buffer, &self.delimiter);
            let ready = found.unwrap_or((self.buffer.len() + 1).saturating_sub(self.delimiter.len()));
            if ready > 0 {
                return Ok(Some(self.buffer.split_to(ready.min(most))));
            }
            match found {
                Some(_) => {
                    drop(self.buffer.split_to(self.delimiter.len()));
                    self.inside = false;
                }
                None => self.fill().await?,
            }
        }
        Ok(None)
    }

    /// Returns whether the part has no content. It consumes nothing.
    pub(super) async fn is_empty(&mut self) -> Result<bool, Rejection> {
        let Some(piece) = self.content().await? else { return Ok(true) };
        self.buffer = [&*piece, &*self.buffer].concat().into();
        Ok(false)
    }

    /// Returns the next line of the headers, without its line break. `left` is the number of bytes that the headers may
    /// still have.
    async fn line(&mut self, left: &mut usize) -> Result<String, Rejection> {
        loop {
            let end = find(&self.buffer, b"\r\n");
            *left = match (end, left.checked_sub(end.map_or(self.buffer.len(), |end| end + 2))) {
                (Some(_), Some(rest)) => rest,
                (None, Some(_)) => *left,
                (_, None) => return Err(wrong("has a part with headers that are too long")),
            };
            if let Some(end) = end {
                let line = self.buffer.split_to(end).to_vec();
                drop(self.buffer.split_to(2));
                return String::from_utf8(line).map_err(|_| wrong("has a part whose headers are not UTF-8"));
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Result<(), Rejection> {
        let chunk = self.body.chunk().await?.ok_or_else(|| wrong("ends before its closing boundary"))?;
        self.buffer = match self.buffer.is_empty() {
            true => chunk,
            false => [&*self.buffer, &*chunk].concat().into(),
        };
        Ok(())
    }
}

/// Undoes the escapes that browsers write in the names of parts. (WHATWG Fetch, "parse a `multipart/form-data` name")
fn unescaped(name: String) -> String {
    match name.contains('%') {
        false => name,
        true => name.replace("%0A", "\n").replace("%0D", "\r").replace("%22", "\""),
    }
}

/// Finds a delimiter. It searches for the first byte, which is rare, and compares the rest only there.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut start = 0;
    loop {
        let rest = bytes.get(start..)?;
        let at = start + rest.iter().position(|byte| byte == first)?;
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(wanted)) {
            return Some(at);
        }
        start = at + 1;
    }
}

/// The number of bytes in the fields that have been read.
#[derive(Default)]
pub(super) struct Size(usize);

impl Size {
    /// Returns the value of the current part, which is a field. Its name has this length, since it may have brackets.
    pub(super) async fn value(
        &mut self,
        parts: &mut Multipart,
        name: &'static str,
        length: usize,
    ) -> Result<String, Rejection> {
        let value = self.bytes(parts, length).await?;
        String::from_utf8(value).map_err(|_| Rejection::bad(name, "is not UTF-8"))
    }

    /// Returns the bytes of the current part, which is a field with a name of this length.
    pub(super) async fn bytes(&mut self, parts: &mut Multipart, name: usize) -> Result<Vec<u8>, Rejection> {
        self.begin(name)?;
        let mut value = Vec::new();
        while let Some(piece) = parts.content().await? {
            self.add(piece.len())?;
            value.extend_from_slice(&piece);
        }
        Ok(value)
    }

    /// Counts a field with a name of this length.
    pub(super) fn begin(&mut self, name: usize) -> Result<(), Rejection> {
        self.add(name + FIELD)
    }

    fn add(&mut self, bytes: usize) -> Result<(), Rejection> {
        self.0 += bytes;
        if self.0 > FIELDS { Err(Rejection::TooLarge) } else { Ok(()) }
    }
}

/// Reads a form in `multipart/form-data`, up to axum's `DefaultBodyLimit`.
pub async fn multipart(headers: &HeaderMap, body: Body, names: &[&'static str]) -> Result<Form, Rejection> {
    read(headers, body, names, &[FORM_DATA]).await
}

/// Reads a form with either media type.
pub async fn form(headers: &HeaderMap, body: Body, names: &[&'static str]) -> Result<Form, Rejection> {
    match is_urlencoded(headers) {
        true => urlencoded(headers, body).await,
        false => read(headers, body, names, BOTH).await,
    }
}

/// Returns whether a form that may have either media type is urlencoded.
pub(super) fn is_urlencoded(headers: &HeaderMap) -> bool {
    is_of(headers, URLENCODED)
}

async fn read(
    headers: &HeaderMap,
    body: Body,
    names: &[&'static str],
    accepted: Consumed,
) -> Result<Form, Rejection> {
    let Some(mut parts) = Multipart::open(headers, body, accepted).await? else {
        return Ok(Form::default());
    };
    let (mut form, mut size) = (Form::default(), Size::default());
    while let Some(part) = parts.part().await? {
        if let Some(name) = names.iter().find(|name| **name == part.name) {
            form.push(name, &size.value(&mut parts, name, name.len()).await?);
        }
    }
    Ok(form)
}
