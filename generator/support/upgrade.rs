//! The status code 101, which switches the connection to another protocol. (RFC 9110, sections 7.8 and 15.2.2)

use super::Context;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};

/// The switch to a protocol that the client has requested. [`Context::upgrade`] returns it, for a 101 response.
#[derive(Debug)]
pub struct Upgrade {
    headers: HeaderMap,
}

impl Upgrade {
    /// Adds a header that the protocol requires, such as `Sec-WebSocket-Accept`. The headers `Upgrade` and
    /// `Connection`, which are already set, and the headers of a body are ignored.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let own = [header::UPGRADE, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];
        if !own.contains(&name) {
            self.headers.append(name, value);
        }
        self
    }

    /// Creates the response.
    pub(crate) fn into_response(self) -> Response {
        (StatusCode::SWITCHING_PROTOCOLS, self.headers).into_response()
    }
}

impl Context {
    /// Returns the switch to this protocol, such as `websocket`, or `None` if the client has not requested it. "A
    /// server MUST NOT switch to a protocol that was not indicated by the client in the corresponding request's Upgrade
    /// header field." (RFC 9110, section 7.8)
    ///
    /// hyper adds the connection to the extensions: `cx.extension::<hyper::upgrade::OnUpgrade>()`. Clone it, and await
    /// the clone in a task. It is ready once the response has been sent.
    pub fn upgrade(&self, protocol: &'static str) -> Option<Upgrade> {
        let asked = self.lists(header::UPGRADE, protocol) && self.lists(header::CONNECTION, "upgrade");
        if !asked || self.version() != Version::HTTP_11 || self.method() == Method::HEAD {
            return None;
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::UPGRADE, HeaderValue::from_str(protocol).ok()?);
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        Some(Upgrade { headers })
    }

    /// Returns whether a header is a list with this item.
    fn lists(&self, name: HeaderName, item: &str) -> bool {
        let values = self.headers().get_all(name);
        let mut texts = values.iter().filter_map(|value| value.to_str().ok());
        texts.any(|text| text.split(',').any(|other| other.trim().eq_ignore_ascii_case(item)))
    }
}
