//! Forms that a schema describes, as a whole: each field is a property.

use super::argument::unescape;
use super::form::URLENCODED;
use super::media_type::{Consumed, accept_part, accept_text, has_content};
use super::stream::BodyStream;
use super::text_tree::{TextFault, TextPairs, TextTree};
use super::{Decode, Rejection};
use axum::body::Body;
use axum::http::{HeaderMap, header};
use std::borrow::Cow;

/// How a property is written. A property that is not listed is text.
pub enum Field {
    /// As text. If it is an array, there is a field for each item.
    Text(&'static str),
    /// As JSON. If it is an array, there is a field for each item.
    Json(&'static str),
    /// As an array whose items are separated by this character.
    Items(&'static str, char),
    /// As an object: names and values in turn, separated by this character.
    Pairs(&'static str, char),
    /// In one of these ways, and in a part with one of these media types.
    Typed(&'static Field, Consumed),
    /// In one of these ways, and in a part with these headers.
    WithHeaders(&'static Field, &'static [&'static str]),
}

pub(super) type Fields = &'static [Field];

impl Field {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Text(name) | Self::Json(name) | Self::Items(name, _) | Self::Pairs(name, _) => name,
            Self::Typed(field, _) | Self::WithHeaders(field, _) => field.name(),
        }
    }

    /// Returns how the property is written, apart from its media types.
    pub(super) fn untyped(&self) -> &Self {
        match self {
            Self::Typed(field, _) | Self::WithHeaders(field, _) => field.untyped(),
            other => other,
        }
    }

    /// Returns the media type of a part that is sent. Text needs none. (RFC 7578, section 4.4)
    pub(super) fn part_type(&self) -> Option<&'static str> {
        match self {
            Self::Typed(_, types) => types.iter().find(|media_type| !media_type.contains('*')).copied(),
            Self::Json(_) => Some("application/json"),
            Self::WithHeaders(field, _) => field.part_type(),
            Self::Text(_) | Self::Items(..) | Self::Pairs(..) => None,
        }
    }

    /// Rejects a part with another media type than the declared ones.
    pub(super) fn check_media_type(&self, media_type: Option<&str>) -> Result<(), Rejection> {
        match self {
            Self::Typed(field, declared) => accept_part(field.name(), media_type, declared),
            Self::WithHeaders(field, _) => field.check_media_type(media_type),
            _ => Ok(()),
        }
    }

    /// Returns the headers that its part must have.
    pub(super) fn headers(&self) -> &'static [&'static str] {
        match self {
            Self::WithHeaders(_, headers) => headers,
            _ => &[],
        }
    }
}

/// Decodes a required urlencoded form. A form without fields is a form, but a request without a body is not.
pub async fn form_body<T: Decode>(headers: &HeaderMap, body: Body, fields: Fields) -> Result<T, Rejection> {
    let is_declared = headers.contains_key(header::CONTENT_TYPE);
    match text(headers, body).await? {
        Some(text) if is_declared || !text.is_empty() => decode(&text, fields),
        _ => Err(Rejection::MissingBody),
    }
}

/// Decodes an optional urlencoded form. A form without fields is absent.
pub async fn optional_form_body<T: Decode>(
    headers: &HeaderMap,
    body: Body,
    fields: Fields,
) -> Result<Option<T>, Rejection> {
    let text = text(headers, body).await?.filter(|text| !text.is_empty());
    text.map(|text| decode(&text, fields)).transpose()
}

async fn text(headers: &HeaderMap, mut body: Body) -> Result<Option<String>, Rejection> {
    match has_content(accept_text(headers, &[URLENCODED]), headers, &mut body).await? {
        true => BodyStream::from(body).text().await.map(Some),
        false => Ok(None),
    }
}

fn decode<T: Decode>(text: &str, fields: Fields) -> Result<T, Rejection> {
    tree(text, fields, &[])?.decode().map_err(reject)
}

/// Returns the fields of a form, without those with these names.
pub(super) fn tree<'t>(text: &'t str, fields: Fields, without: &[&str]) -> Result<TextTree<'t>, Rejection> {
    let mut pairs = TextPairs::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = plain(name, "")?;
        if without.contains(&name.as_ref()) {
            continue;
        }
        let field = fields.iter().find(|field| field.name() == name);
        match (field, Items::of(field)) {
            (Some(field), Some(items)) => {
                // The separators are those before percent-decoding, unless the client also encoded them.
                let parts = match value.contains(items.separator) {
                    true => value.split(items.separator).map(|part| plain(part, &name)).collect(),
                    false => plain(value, &name).map(|value| split(&value, items.separator)),
                };
                pairs.add(Cow::Borrowed(field.name()), items.tree(parts?, &name)?).map_err(reject)?;
            }
            (field, _) => add(&mut pairs, field, name.clone(), plain(value, &name)?)?,
        }
    }
    Ok(pairs.finish())
}

/// Percent-decodes a name or a value.
fn plain<'t>(raw: &'t str, name: &str) -> Result<Cow<'t, str>, Rejection> {
    unescape(raw, true).ok_or_else(|| fault(name, "is not percent-encoded UTF-8"))
}

fn split(value: &str, separator: char) -> Vec<Cow<'static, str>> {
    value.split(separator).filter(|_| !value.is_empty()).map(|part| Cow::Owned(part.to_owned())).collect()
}

/// Adds a field that is not percent-encoded.
pub(super) fn push<'t>(
    pairs: &mut TextPairs<'t>,
    fields: Fields,
    name: Cow<'t, str>,
    value: String,
) -> Result<(), Rejection> {
    let field = fields.iter().find(|field| field.name() == name);
    match Items::of(field) {
        Some(items) => {
            let tree = items.tree(split(&value, items.separator), &name)?;
            pairs.add(name, tree).map_err(reject)
        }
        None => add(pairs, field, name, Cow::Owned(value)),
    }
}

fn add<'t>(
    pairs: &mut TextPairs<'t>,
    field: Option<&Field>,
    name: Cow<'t, str>,
    value: Cow<'t, str>,
) -> Result<(), Rejection> {
    let added = match field.map(Field::untyped) {
        Some(Field::Json(_)) => pairs.add(name, TextTree::Json(value)),
        // The name of a property may have brackets.
        Some(_) => pairs.add(name, TextTree::Text(value)),
        None => pairs.add_bracketed(name, TextTree::Text(value)),
    };
    added.map_err(reject)
}

/// A value that is a list of texts.
struct Items {
    separator: char,
    in_pairs: bool,
}

impl Items {
    fn of(field: Option<&Field>) -> Option<Self> {
        match field.map(Field::untyped) {
            Some(Field::Items(_, separator)) => Some(Self { separator: *separator, in_pairs: false }),
            Some(Field::Pairs(_, separator)) => Some(Self { separator: *separator, in_pairs: true }),
            _ => None,
        }
    }

    fn tree<'t>(&self, parts: Vec<Cow<'t, str>>, name: &str) -> Result<TextTree<'t>, Rejection> {
        if !self.in_pairs {
            return Ok(TextTree::List(parts.into_iter().map(TextTree::Text).collect()));
        }
        let mut pairs = TextPairs::default();
        let mut parts = parts.into_iter();
        while let Some(property) = parts.next() {
            let value = parts.next().ok_or_else(|| fault(name, "has a name without a value"))?;
            pairs.add(property, TextTree::Text(value)).map_err(|inner| reject(inner.inside(name)))?;
        }
        Ok(pairs.finish())
    }
}

pub(super) fn fault(name: &str, reason: &str) -> Rejection {
    let fault = TextFault { pointer: String::new(), reason: reason.to_owned() };
    reject(if name.is_empty() { fault } else { fault.inside(name) })
}

pub(super) fn reject(TextFault { pointer, reason }: TextFault) -> Rejection {
    Rejection::InvalidJson { pointer, reason }
}
