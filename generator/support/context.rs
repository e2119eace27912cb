//! The metadata of a request and of its operation.

use super::{Pairs, Query};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, Uri, Version};
use std::{fmt, sync::OnceLock};

/// An operation of the spec as data, for metrics, logs and tower layers.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The `operationId`, or the name of the method in the trait if the spec has no `operationId`.
    pub id: &'static str,
    /// The HTTP method, such as `GET`. [`Operation::method()`] returns it in the type of axum.
    pub method: &'static str,
    /// The path template in the spec, after its `basePath`.
    pub path: &'static str,
    /// The same path in axum's syntax.
    pub route: &'static str,
    /// The methods that this path allows, as the header `Allow` lists them: the declared methods, and HEAD if GET is
    /// declared, unless you turn HEAD off.
    pub allow: &'static str,
    /// The tags of the operation.
    pub tags: &'static [&'static str],
    /// The declared status codes, without ranges and `default`.
    pub statuses: &'static [u16],
    /// The alternatives of `security`. A request must satisfy one of them. Each alternative lists security schemes,
    /// which are all required, with their scopes. An empty alternative accepts requests without credentials. If there
    /// are no alternatives, every request is rejected.
    pub security: &'static [&'static [(&'static str, &'static [&'static str])]],
    /// The challenges that `WWW-Authenticate` has in a 401 response, one for each way to authenticate.
    pub challenges: &'static [&'static str],
}

impl Operation {
    /// Returns the HTTP method.
    pub fn method(&self) -> Method {
        // Every method of the spec is a token, so it is valid.
        Method::from_bytes(self.method.as_bytes()).unwrap_or_default()
    }
}

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
