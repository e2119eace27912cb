//! A request around its arguments, and the operation that it is for.

use super::{Pairs, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, Version};
use std::{fmt, sync::OnceLock};

/// One operation of the description: what metrics, logs and tower layers want to know of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its `operationId`, or the name of its method where the description gives none.
    pub id: &'static str,
    /// The method of the request.
    pub method: Method,
    /// The path as the description writes it, behind its `basePath`.
    pub path: &'static str,
    /// The same path as axum's router takes it.
    pub route: &'static str,
    /// The methods that this path answers, as the `Allow` header lists them: those that the description has, and HEAD
    /// next to GET unless it is rejected.
    pub allow: &'static str,
    /// The tags of the operation.
    pub tags: &'static [&'static str],
    /// The statuses that the description declares, without `default`.
    pub statuses: &'static [u16],
    /// Who may call: one of these is enough. Each is the schemes that it takes all of, with the scopes that are
    /// asked for; one without schemes is whoever presents nothing. Where there is none, nobody may.
    pub security: &'static [&'static [(&'static str, &'static [&'static str])]],
    /// What `WWW-Authenticate` says with the status 401: a challenge for each way to authenticate.
    pub challenges: &'static [&'static str],
}

/// The request around its arguments: headers, extensions, the operation that was matched.
pub struct Context {
    operation: &'static Operation,
    head: Box<Head>,
}

/// In a box: a request moves often on its way to its handler.
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

    pub(super) fn version(&self) -> Version {
        self.head.parts.version
    }

    /// The operation that was matched.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.head.parts.method
    }

    /// The URI of the request, without its query: a query may hold credentials.
    pub fn uri(&self) -> &Uri {
        let uri = &self.head.parts.uri;
        match uri.query() {
            None => uri,
            Some(_) => {
                self.head.without_query.get_or_init(|| Box::new(uri.path().parse().unwrap_or_default()))
            }
        }
    }

    /// The headers of the request.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.parts.headers
    }

    /// What a layer left for the handler. The address of the client is `ConnectInfo<SocketAddr>`, where axum is
    /// served with it (`into_make_service_with_connect_info`).
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
