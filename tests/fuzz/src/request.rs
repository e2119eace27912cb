//! Reads any bytes as a request to one of the servers, and checks the response: the request is accepted, or rejected
//! with a status of the client's fault.
//!
//! ```text
//! every_place POST /things?a=b
//! content-type: application/json
//!
//! {"name": "a", "kind": "big"}
//! ```

use crate::access;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use std::collections::HashMap;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// All servers, by name.
pub struct Servers {
    routers: HashMap<&'static str, Router>,
    runtime: Runtime,
}

impl Servers {
    /// Builds each server once.
    pub fn new() -> Self {
        let runtime = Builder::new_current_thread().build().expect("a runtime starts");
        Self { routers: crate::routers().into_iter().collect(), runtime }
    }

    /// Sends the request twice: with valid credentials and without.
    pub fn ask(&self, bytes: &[u8]) {
        for all in [true, false] {
            let Some((server, request)) = read(bytes) else { return };
            let Some(router) = std::str::from_utf8(server).ok().and_then(|name| self.routers.get(name))
            else {
                return;
            };
            access::let_in(all);
            let (status, body) = self.runtime.block_on(async {
                let answer = router.clone().oneshot(request).await.expect("a router returns a response");
                let status = answer.status();
                (status, to_bytes(answer.into_body(), 1 << 24).await.expect("a body has its end"))
            });
            let handed_on = status == StatusCode::NOT_IMPLEMENTED;
            assert!(handed_on || status.is_client_error(), "{status}: {body:?}");
        }
    }
}

impl Default for Servers {
    fn default() -> Self {
        Self::new()
    }
}

fn read(bytes: &[u8]) -> Option<(&[u8], Request<Body>)> {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap_or(bytes.len());
    let mut lines = bytes[..end].split(|byte| *byte == b'\n');
    let mut words = lines.next()?.splitn(3, |byte| *byte == b' ');
    let (server, method, target) = (words.next()?, words.next()?, words.next()?);
    let mut request = Request::new(Body::from(bytes.get(end + 2..).unwrap_or_default().to_vec()));
    *request.method_mut() = Method::from_bytes(method).ok()?;
    *request.uri_mut() = Uri::try_from(target).ok()?;
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request.headers_mut().append(name, value);
    }
    Some((server, request))
}
