//! Forms in `multipart/form-data` that a schema describes and that have no files.

use super::form_body::{Fields, fault, push, reject};
use super::media_type::is_json;
use super::multipart::{FORM_DATA, Multipart, Size};
use super::text_tree::{TextPairs, TextTree};
use super::{Decode, Rejection};
use axum::body::Body;
use axum::http::HeaderMap;
use std::borrow::Cow;

/// Decodes a required form. A form without fields is a form, but a request without a body is not.
pub async fn multipart_body<T: Decode>(
    headers: &HeaderMap,
    body: Body,
    fields: Fields,
) -> Result<T, Rejection> {
    optional_multipart_body(headers, body, fields).await?.ok_or(Rejection::MissingBody)
}

/// Decodes an optional form.
pub async fn optional_multipart_body<T: Decode>(
    headers: &HeaderMap,
    body: Body,
    fields: Fields,
) -> Result<Option<T>, Rejection> {
    let Some(mut parts) = Multipart::open(headers, body, &[FORM_DATA]).await? else { return Ok(None) };
    let (mut pairs, mut size) = (TextPairs::default(), Size::default());
    while let Some(part) = parts.part().await? {
        let field = fields.iter().find(|field| field.name() == part.name);
        if part.file_name.is_some() && field.is_none() {
            continue;
        }
        if let Some(field) = field {
            part.require(field.headers())?;
            field.check_media_type(part.media_type.as_deref())?;
        }
        let value = size.bytes(&mut parts, part.name.len()).await?;
        let value = String::from_utf8(value).map_err(|_| fault(&part.name, "is not UTF-8"))?;
        match part.media_type.as_deref().is_some_and(is_json) {
            true => pairs.add(Cow::Owned(part.name), TextTree::Json(Cow::Owned(value))).map_err(reject)?,
            false => push(&mut pairs, fields, Cow::Owned(part.name), value)?,
        }
    }
    pairs.finish().decode().map(Some).map_err(reject)
}
