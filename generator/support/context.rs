//! The metadata of a request.

use super::{Operation, Pairs, Query};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, Uri, Version};
use std::{fmt, sync::OnceLock};

/// The metadata of a request: its operation, method, URI, headers and extensions.
pub struct Context {
    operation: &'static Operation,
    head: Box<Head>,
}

/// Boxed, since a request is moved several times on its way to its handler.
struct Head {
    parts: Parts,
    without_query: OnceLock<Box<Uri>>,
}

impl Context {
    pub(super) fn new(operation: &'static Operation, parts: Parts) -> Self {
        Self { operation, head: Box::new(Head { parts, without_query: OnceLock::new() }) }
    }

    pub(super) fn query_text(&self) -> &str {
        self.head.parts.uri.query().unwrap_or_default()
    }

    pub(crate) fn query<'q>(&'q self, pairs: &'q Pairs) -> Query<'q> {
        Query::new(self.query_text(), pairs)
    }

    pub(super) fn path(&self) -> &str {
        self.head.parts.uri.path()
    }

    pub(super) fn extensions(&self) -> &Extensions {
        &self.head.parts.extensions
    }

    pub(super) fn version(&self) -> Version {
        self.head.parts.version
    }

    /// Returns the operation of the request.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.head.parts.method
    }

    /// Returns the URI of the request without its query, which may contain credentials.
    pub fn uri(&self) -> &Uri {
        let uri = &self.head.parts.uri;
        match uri.query() {
            None => uri,
            Some(_) => {
                self.head.without_query.get_or_init(|| Box::new(uri.path().parse().unwrap_or_default()))
            }
        }
    }

    /// Returns the headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.parts.headers
    }

    /// Returns an extension of the request. Layers add them. The address of the client is the extension
    /// `ConnectInfo<SocketAddr>` if you serve the router with `into_make_service_with_connect_info`.
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.head.parts.extensions.get()
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut context = f.debug_struct("Context");
        context.field("operation", &self.operation.id).field("path", &self.path());
        context.finish_non_exhaustive()
    }
}
