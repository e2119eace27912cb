//! Requests of a client: their path, and the security requirements that they can satisfy.

use super::client_body::Body;
use super::outgoing_request::{OutgoingBody, OutgoingRequest};
use axum::http::Request;

impl OutgoingRequest {
    /// Sets the template of the path, in which each variable is its name in braces. The receiver checks the values of
    /// the request.
    pub(crate) fn at_path(mut self, template: &str) -> Self {
        template.clone_into(&mut self.path);
        self.is_checked = false;
        self
    }

    /// Keeps the base path of the request, because the operation has a server of its own.
    pub(crate) fn with_own_server(mut self) -> Self {
        self.has_own_server = true;
        self
    }

    /// Sets the alternatives of its security, by the indexes of their requirements.
    pub(crate) fn secured_by(mut self, alternatives: &'static [usize]) -> Self {
        self.alternatives = alternatives;
        self
    }
}

/// Returns the path with the query, and the request without its URI. The path begins with `own` instead of `base`.
pub(super) fn finish(
    request: OutgoingRequest,
    (base, own): (&str, &str),
) -> Result<(String, Request<Body>), String> {
    let OutgoingRequest { method, path, query, headers, body, error, has_own_server, .. } = request;
    if let Some(reason) = error {
        return Err(reason);
    }
    // Everything that normalizes a path removes such a segment, even if its dots are percent-encoded.
    if let Some(dots) = path.split('/').find(|segment| [".", ".."].contains(segment)) {
        return Err(format!("its path has the segment `{dots}`, which would be removed"));
    }
    let mut target = match path.strip_prefix(base).filter(|_| !has_own_server) {
        Some(rest) => format!("{own}{rest}"),
        None => path,
    };
    if !query.is_empty() {
        target = format!("{target}?{query}");
    }
    let mut request = Request::new(match body {
        OutgoingBody::Whole(bytes) => bytes.into(),
        OutgoingBody::Stream(stream) => Body::new(stream),
    });
    *request.method_mut() = method;
    *request.headers_mut() = headers;
    Ok((target, request))
}
