//! The cookies of a request that the generated code creates.

use super::outgoing_query::percent_encoded;
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use axum::http::HeaderValue;
use axum::http::header::COOKIE;
use serde::Serialize;

impl OutgoingRequest {
    /// Adds a cookie, if it has a value. All cookies are in one header. (RFC 6265, section 5.4)
    pub(crate) fn add_cookie(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        match style {
            ParameterStyle::Json => self.add_raw_cookie(name, value, style),
            _ => self.add_encoded_cookie(name, value, style, &percent_encoded),
        }
    }

    /// Adds a cookie without escapes, if it has a value.
    pub(crate) fn add_raw_cookie(self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        self.add_encoded_cookie(name, value, style, &str::to_owned)
    }

    fn add_encoded_cookie(
        mut self,
        name: &str,
        value: &impl Serialize,
        style: ParameterStyle,
        encode: &dyn Fn(&str) -> String,
    ) -> Self {
        let pairs = value_of(value).and_then(|value| match value {
            Some(value) => pairs_of(name, &value, style, encode),
            None => Ok(Vec::new()),
        });
        let pairs = match pairs {
            Ok(pairs) if pairs.is_empty() => return self,
            Ok(pairs) => pairs,
            Err(reason) => {
                self.fail(format!("the cookie `{name}` {reason}"));
                return self;
            }
        };
        let known = self.headers.get(COOKIE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let new = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        let all: Vec<String> = known.into_iter().chain(new).collect();
        let is_valid = pairs.iter().all(|(_, value)| value.is_ascii() && !value.contains([';', ' ']));
        match HeaderValue::from_str(&all.join("; ")) {
            Ok(value) if is_valid => _ = self.headers.insert(COOKIE, value),
            _ => self.fail(format!("the cookie `{name}` has a character that a cookie cannot have")),
        }
        self
    }
}
