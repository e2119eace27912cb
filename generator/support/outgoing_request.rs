//! Requests that the generated code creates, from Rust values.

use super::OutgoingError;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use serde::Serialize;
use serde_json::Value;

/// A request that is being created. The first value that cannot be written is remembered, and [`Self::send_to`] returns
/// the error.
pub struct OutgoingRequest {
    operation: &'static str,
    pub(super) method: Method,
    /// The path of a client's request.
    pub(super) path: String,
    /// The parameters of the query, percent-encoded.
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: OutgoingBody,
    pub(super) error: Option<String>,
    /// Whether values are checked before they are sent, if responses are checked.
    pub(super) is_checked: bool,
    pub(super) has_own_server: bool,
    /// The indexes of the security requirements that a client's request can satisfy.
    pub(super) alternatives: &'static [usize],
}

/// The body of a request.
pub(super) enum OutgoingBody {
    Whole(Bytes),
    Stream(Body),
}

impl<B: Into<Bytes>> From<B> for OutgoingBody {
    fn from(bytes: B) -> Self {
        Self::Whole(bytes.into())
    }
}

/// How the items of an array or the properties of an object are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterStyle {
    /// Each item under the name of the parameter, and each property under its own name.
    Exploded,
    /// Items, or names and values in turn, separated by this character.
    Delimited(char),
    /// Properties as `name=value`, separated by this character.
    Entries(char),
    /// An array of arrays: the separators of the outer array, and of each array in it. Without a separator, each item is
    /// under the name of the parameter.
    Nested(&'static [Option<char>]),
    /// Each property as `parameter[name]`.
    Deep,
    /// As JSON.
    Json,
}

impl OutgoingRequest {
    /// Creates a request without parameters and without a body, which accepts these media types.
    pub(crate) fn new(operation: &'static str, method: &str, accept: &[&str]) -> Self {
        let known = Method::from_bytes(method.as_bytes());
        let error = known.is_err().then(|| format!("`{method}` is not a method"));
        let method = known.unwrap_or_default();
        let mut headers = HeaderMap::new();
        if let Ok(accept) = HeaderValue::from_str(&accept.join(", ")) {
            headers.extend((!accept.is_empty()).then_some((ACCEPT, accept)));
        }
        Self {
            operation,
            method,
            path: String::new(),
            query: String::new(),
            headers,
            body: OutgoingBody::Whole(Bytes::new()),
            error,
            is_checked: true,
            has_own_server: false,
            alternatives: &[],
        }
    }

    /// Remembers the first reason why the request cannot be created.
    pub(super) fn fail(&mut self, reason: impl Into<String>) {
        self.error.get_or_insert_with(|| reason.into());
    }

    pub(super) fn set_body(&mut self, media_type: &str, body: impl Into<OutgoingBody>) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => _ = self.headers.insert(CONTENT_TYPE, media_type),
            Err(_) => self.fail(format!("`{media_type}` is not a media type")),
        }
        self.body = body.into();
    }

    /// Inserts a header, whose value may have visible ASCII, and spaces between other characters. A line break would
    /// start another header. (RFC 9110, section 5.5)
    pub(super) fn insert(&mut self, name: &'static str, text: &str) {
        self.insert_value(name, text, false);
    }

    /// Inserts a header that layers must not log.
    pub(super) fn insert_secret(&mut self, name: &'static str, text: &str) {
        self.insert_value(name, text, true);
    }

    fn insert_value(&mut self, name: &'static str, text: &str, is_sensitive: bool) {
        let is_valid = text.is_ascii() && text == text.trim_matches([' ', '\t']);
        match (HeaderName::try_from(name), HeaderValue::from_str(text)) {
            (Ok(header), Ok(mut value)) if is_valid => {
                value.set_sensitive(is_sensitive);
                self.headers.insert(header, value);
            }
            _ => self.fail(format!("the header `{name}` must be visible ASCII")),
        }
    }

    /// Inserts cookies, next to those in the header. A request has only one such header. (RFC 6265, section 5.4) A
    /// sensitive cookie replaces one with the same name.
    pub(super) fn insert_cookies(&mut self, name: &str, pairs: &[(String, String)], is_sensitive: bool) {
        let known = self.headers.get(COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let known = known.iter().flat_map(|known| known.split("; ")).map(str::to_owned);
        let known = known.filter(|pair| !is_sensitive || pair.split('=').next() != Some(name));
        let new = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        let all: Vec<String> = known.chain(new).collect();
        let is_octet = |byte: u8| byte.is_ascii_graphic() && byte != b';';
        let is_valid = pairs.iter().all(|(_, value)| value.bytes().all(is_octet));
        match HeaderValue::from_str(&all.join("; ")) {
            Ok(mut value) if is_valid => {
                value.set_sensitive(is_sensitive);
                self.headers.insert(COOKIE, value);
            }
            _ => self.fail(format!("the cookie `{name}` has a character that a cookie cannot have")),
        }
    }

    /// Ends the request. The parameters of the query are added to those of the target.
    pub(crate) fn send_to(self, target: &Uri) -> Result<Request<Body>, OutgoingError> {
        let Self { operation, method, query, headers, body, error, .. } = self;
        let failed = |reason: String| OutgoingError::InvalidRequest { operation, reason };
        if let Some(reason) = error {
            return Err(failed(reason));
        }
        let uri = with_query(target, &query).ok_or_else(|| failed("the target is not a URL".to_owned()))?;
        let mut request = Request::new(match body {
            OutgoingBody::Whole(bytes) => bytes.into(),
            OutgoingBody::Stream(stream) => stream,
        });
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

fn with_query(target: &Uri, query: &str) -> Option<Uri> {
    if query.is_empty() {
        return Some(target.clone());
    }
    let mut parts = target.clone().into_parts();
    let own = target.query().filter(|own| !own.is_empty());
    let all = own.map_or_else(|| query.to_owned(), |own| format!("{own}&{query}"));
    let path = if target.path().is_empty() { "/" } else { target.path() };
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}?{all}")).ok()?);
    Uri::from_parts(parts).ok()
}

/// Converts a parameter to JSON. Returns `None` if it is absent.
pub(super) fn value_of(value: &impl Serialize) -> Result<Option<Value>, String> {
    match serde_json::to_value(value) {
        Ok(Value::Null) => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(error) => Err(error.to_string()),
    }
}

/// Returns the text of a scalar. A string is unchanged, and other scalars are written as in JSON.
pub(super) fn text_of(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::Null => Err("has a value that is null, which text cannot represent".to_owned()),
        Value::Array(_) | Value::Object(_) => {
            Err("has an array or an object inside, which its style cannot represent".to_owned())
        }
    }
}

/// Returns the pairs of names and values in which a parameter is written. `encode` encodes the texts between separators.
pub(super) fn pairs_of(
    name: &str,
    value: &Value,
    style: ParameterStyle,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<(String, String)>, String> {
    let own = |text: String| Ok(vec![(name.to_owned(), text)]);
    match (value, style) {
        (_, ParameterStyle::Json) => own(encode(&value.to_string())),
        (value, ParameterStyle::Nested(separators)) => match (separators, value) {
            ([None, inner @ ..], Value::Array(items)) => {
                let texts = items.iter().map(|item| nested(item, inner, inner, encode));
                texts.map(|text| Ok((name.to_owned(), text?))).collect()
            }
            _ => own(nested(value, separators, separators, encode)?),
        },
        (_, ParameterStyle::Deep) => {
            let mut pairs = Vec::new();
            add_deep(&mut pairs, name.to_owned(), value, encode)?;
            Ok(pairs)
        }
        (Value::Array(items), ParameterStyle::Exploded) => {
            items.iter().map(|item| Ok((name.to_owned(), encode(&text_of(item)?)))).collect()
        }
        (Value::Object(properties), ParameterStyle::Exploded) => {
            properties.iter().map(|(name, value)| Ok((name.clone(), encode(&text_of(value)?)))).collect()
        }
        (_, ParameterStyle::Delimited(separator) | ParameterStyle::Entries(separator)) => {
            own(joined(value, separator, matches!(style, ParameterStyle::Entries(_)), encode)?)
        }
        (scalar, ParameterStyle::Exploded) => own(encode(&text_of(scalar)?)),
    }
}

/// Joins the items of an array, or the properties of an object.
fn joined(
    value: &Value,
    separator: char,
    has_equals_signs: bool,
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    let mut texts = Vec::new();
    match value {
        Value::Array(items) => {
            for item in items {
                texts.push(encode(&separated(text_of(item)?, separator)?));
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties {
                let name = encode(&separated(name.clone(), separator)?);
                let value = encode(&separated(text_of(value)?, separator)?);
                match has_equals_signs {
                    true => texts.push(format!("{name}={value}")),
                    false => texts.extend([name, value]),
                }
            }
        }
        scalar => return Ok(encode(&text_of(scalar)?)),
    }
    if texts.len() == 1 && texts.iter().all(String::is_empty) {
        return Err(
            "has a single item that is empty, which is written like an array without items".to_owned()
        );
    }
    Ok(texts.join(&written_separator(separator, encode)))
}

/// Joins the items of an array of arrays. No text may contain one of `all` separators.
fn nested(
    value: &Value,
    separators: &[Option<char>],
    all: &[Option<char>],
    encode: &dyn Fn(&str) -> String,
) -> Result<String, String> {
    let (Value::Array(items), [Some(separator), inner @ ..]) = (value, separators) else {
        let separators = all.iter().flatten();
        let text = separators.copied().try_fold(text_of(value)?, separated)?;
        return Ok(encode(&text));
    };
    let texts = items.iter().map(|item| {
        let text = nested(item, inner, all, encode)?;
        match text.is_empty() {
            true => Err("has an item that is empty, which is written like an array without items".to_owned()),
            false => Ok(text),
        }
    });
    let texts = texts.collect::<Result<Vec<String>, String>>()?;
    Ok(texts.join(&written_separator(*separator, encode)))
}

/// Returns a separator as it is written. A comma needs no escape.
fn written_separator(separator: char, encode: &dyn Fn(&str) -> String) -> String {
    if separator == ',' { ",".to_owned() } else { encode(&separator.to_string()) }
}

fn separated(text: String, separator: char) -> Result<String, String> {
    match text.contains(separator) {
        true => Err(format!("has an item that contains the separator `{separator}`")),
        false => Ok(text),
    }
}

fn add_deep(
    pairs: &mut Vec<(String, String)>,
    name: String,
    value: &Value,
    encode: &dyn Fn(&str) -> String,
) -> Result<(), String> {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let index =
                    if item.is_object() || item.is_array() { index.to_string() } else { String::new() };
                add_deep(pairs, format!("{name}[{index}]"), item, encode)?;
            }
        }
        Value::Object(properties) => {
            for (inner, value) in properties {
                add_deep(pairs, format!("{name}[{inner}]"), value, encode)?;
            }
        }
        scalar => pairs.push((name, encode(&text_of(scalar)?))),
    }
    Ok(())
}
