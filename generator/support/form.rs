//! Forms, which are read as queries are.

use super::media_type::{accept, text_media_type};
use super::stream::BodyStream;
use super::{Pairs, Query, Rejection};
use axum::{body::Body, http::HeaderMap};

pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A form, taken apart.
pub struct Form {
    text: String,
    pairs: Pairs,
}

impl Form {
    pub(super) fn new(text: String) -> Self {
        Self { pairs: Pairs::of(&text), text }
    }

    /// Its fields.
    pub(crate) fn fields(&self) -> Query<'_> {
        Query::new(&self.text, &self.pairs)
    }
}

/// The fields of a form, up to axum's `DefaultBodyLimit`.
pub async fn urlencoded(headers: &HeaderMap, body: Body) -> Result<Form, Rejection> {
    accept(headers, &[URLENCODED])?;
    text_media_type(headers)?;
    BodyStream(body).text().await.map(Form::new)
}
