//! API keys in requests that the generated code creates.

use super::Secret;
use super::outgoing_query::{add_pair, percent_encoded};
use super::outgoing_request::OutgoingRequest;
use axum::http::HeaderValue;
use axum::http::header::COOKIE;

impl OutgoingRequest {
    /// Adds an API key to the headers.
    pub(crate) fn present_header(&mut self, name: &'static str, secret: &Secret) {
        self.insert_secret(name, secret.expose());
    }

    /// Adds an API key to the query. It is in the URI, which layers see.
    pub(crate) fn present_query(&mut self, name: &str, secret: &Secret) {
        add_pair(&mut self.query, name, &percent_encoded(secret.expose()));
    }

    /// Adds an API key to the cookies, which are all in one header. (RFC 6265, section 5.4)
    pub(crate) fn present_cookie(&mut self, name: &str, secret: &Secret) {
        let known = self.headers.get(COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let own = format!("{name}={}", secret.expose());
        let all: Vec<String> = known.into_iter().chain([own]).collect();
        match HeaderValue::from_str(&all.join("; ")) {
            Ok(mut value) if !secret.expose().contains([';', ' ', ',', '"', '\\']) => {
                value.set_sensitive(true);
                self.headers.insert(COOKIE, value);
            }
            _ => self.fail(format!("the cookie `{name}` has a character that a cookie cannot have")),
        }
    }
}
