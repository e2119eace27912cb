//! Urlencoded forms.

use super::media_type::{accept_text, has_content};
use super::stream::BodyStream;
use super::{Pairs, Query, Rejection};
use axum::body::Body;
use axum::http::HeaderMap;

pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A parsed form.
#[derive(Default)]
pub struct Form {
    text: String,
    pairs: Pairs,
}

impl Form {
    /// Adds a field that is not percent-encoded.
    pub(super) fn push(&mut self, name: &str, value: &str) {
        let start = self.text.len();
        self.text += name;
        let end = self.text.len();
        self.text += value;
        self.pairs.push(start..end, end..self.text.len());
    }

    /// Returns the fields.
    pub(crate) fn fields(&self) -> Query<'_> {
        Query::new(&self.text, &self.pairs)
    }
}

/// Reads a form, up to axum's `DefaultBodyLimit`.
pub async fn urlencoded(headers: &HeaderMap, mut body: Body) -> Result<Form, Rejection> {
    if !has_content(accept_text(headers, &[URLENCODED]), headers, &mut body).await? {
        return Ok(Form::default());
    }
    BodyStream::from(body).text().await.map(|text| Form { pairs: Pairs::of(&text), text })
}
