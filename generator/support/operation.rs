//! The operations of the spec as data.

use axum::http::Method;

/// An operation of the spec as data, for metrics, logs and tower layers.
#[derive(Debug, PartialEq, Eq)]
pub struct Operation {
    /// The `operationId`, or the name of the method in the trait if the spec has no `operationId`.
    pub id: &'static str,
    /// The HTTP method, such as `GET`. [`Operation::method()`] returns it as a `Method`.
    pub method: &'static str,
    /// The path template in the spec, after its `basePath`.
    pub path: &'static str,
    /// The tags of the operation.
    pub tags: &'static [&'static str],
    /// The declared status codes, without ranges and `default`.
    pub statuses: &'static [u16],
    /// The alternatives of `security`. A request must satisfy one of them. Each alternative lists security schemes,
    /// which are all required, with their scopes. An empty alternative accepts requests without credentials. If there
    /// are no alternatives, every request is rejected.
    pub security: &'static [&'static [(&'static str, &'static [&'static str])]],
    // Fields of servers:
    /// The path in axum's syntax.
    pub route: &'static str,
    /// The methods that this path allows, as the header `Allow` lists them: the declared methods, and HEAD if GET is
    /// declared, unless you turn HEAD off.
    pub allow: &'static str,
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
