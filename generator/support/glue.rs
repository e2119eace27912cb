//! Connects axum to the handlers.

use super::incoming::without_credentials;
use super::{Context, Endpoint, Incoming, Operation, Pairs, ReadCredentials, Rejection};
use axum::{
    RequestExt as _, Router,
    body::HttpBody as _,
    extract::{MatchedPath, Request},
    handler::Handler,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, any, on},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// The routes of the API, with a `MethodRouter` for each operation.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    list: Vec<Route>,
    /// The headers of the API that contain credentials.
    concealed: &'static [&'static str],
    /// The operations whose body is a stream of items, which are limited one by one.
    unlimited: Vec<&'static Operation>,
}

/// An operation, and the function that reads its request and calls its handler.
pub type OperationEndpoint<A, P, E> = (&'static Operation, Endpoint<A, P, E>);

/// An operation, its service, and the function that rejects other requests to its path.
#[derive(Clone, Debug)]
pub struct Route {
    pub(super) operation: &'static Operation,
    pub(super) serve: MethodRouter,
    pub(super) reject: fn(Rejection, Option<&'static Operation>) -> Response,
}

impl Routes {
    /// Creates an empty list of routes. The values of these headers are marked as sensitive, so logs do not show them.
    pub(crate) fn concealing(headers: &'static [&'static str]) -> Self {
        Self { concealed: headers, ..Self::default() }
    }

    /// Passes the bodies of these operations on without `DefaultBodyLimit`, which the operations apply themselves.
    #[must_use]
    pub(crate) fn unlimited(self, operations: &[&'static Operation]) -> Self {
        Self { unlimited: operations.to_vec(), ..self }
    }

    /// Wraps each operation, for example in tower layers. A layer sees the original request, with the credentials in
    /// its URI and headers. It does not see 404 and 405 responses.
    #[must_use]
    pub fn map(mut self, mut wrap: impl FnMut(&'static Operation, MethodRouter) -> MethodRouter) -> Self {
        self.list
            .iter_mut()
            .for_each(|route| route.serve = wrap(route.operation, std::mem::take(&mut route.serve)));
        self
    }

    /// Returns the route of one operation.
    pub fn get_mut(&mut self, operation: &Operation) -> Option<&mut MethodRouter> {
        self.list.iter_mut().find(|route| route.operation == operation).map(|route| &mut route.serve)
    }

    /// Adds the routes of another group.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        self
    }

    /// Creates a router without fallbacks, which can be merged into any other router.
    pub fn into_router(self) -> Router {
        // If the router has a state, even an empty one, axum builds its services here instead of for each request.
        super::connect(self.list).with_state(())
    }

    /// Adds operations without security.
    pub(crate) fn open<A, E>(mut self, api: &Arc<A>, operations: &[OperationEndpoint<A, (), E>]) -> Self
    where
        A: Send + Sync + 'static,
        E: From<Rejection> + IntoResponse + Send + 'static,
    {
        for &(operation, endpoint) in operations {
            let api = Arc::clone(api);
            self.bind(operation, move |call| without_credentials(Arc::clone(&api), call, endpoint));
        }
        self
    }

    /// Adds operations with security. `admit` authenticates each request before it calls the endpoint.
    pub(crate) fn protected<A, C, P, E, Fut>(
        mut self,
        api: &Arc<A>,
        admit: impl Fn(Arc<A>, Incoming, ReadCredentials<C>, Endpoint<A, P, E>) -> Fut
        + Copy
        + Send
        + Sync
        + 'static,
        read: ReadCredentials<C>,
        operations: &[OperationEndpoint<A, P, E>],
    ) -> Self
    where
        A: Send + Sync + 'static,
        C: 'static,
        P: 'static,
        E: From<Rejection> + IntoResponse + 'static,
        Fut: Future<Output = Result<Response, E>> + Send + 'static,
    {
        for &(operation, endpoint) in operations {
            let api = Arc::clone(api);
            self.bind(operation, move |call| admit(Arc::clone(&api), call, read, endpoint));
        }
        self
    }

    /// Adds an operation. axum responds to HEAD as to GET, but without the body. HEAD is rejected if `allow` does not
    /// list it.
    fn bind<E, Fut>(
        &mut self,
        operation: &'static Operation,
        serve: impl Fn(Incoming) -> Fut + Clone + Send + Sync + 'static,
    ) where
        E: From<Rejection> + IntoResponse + 'static,
        Fut: Future<Output = Result<Response, E>> + Send + 'static,
    {
        let is_limited = !self.unlimited.contains(&operation);
        let handler = OperationHandler { operation, concealed: self.concealed, is_limited, serve };
        // axum's router does not know every method. `connect` routes the others.
        let mut serve = match MethodFilter::try_from(operation.method()) {
            Ok(method) => on(method, handler),
            Err(_) => any(handler),
        };
        if operation.method == "GET" && !operation.allow.contains("HEAD") {
            let rejected = move || async move { reject::<E>(Rejection::MethodNotAllowed, Some(operation)) };
            serve = serve.head(rejected);
        }
        self.list.push(Route { operation, serve, reject: reject::<E> });
    }
}

/// An axum handler for an operation. A closure would be shorter, but its future would reserve memory for the request
/// once and for the response twice, for as long as the method runs.
#[derive(Clone)]
struct OperationHandler<S> {
    operation: &'static Operation,
    concealed: &'static [&'static str],
    is_limited: bool,
    serve: S,
}

impl<S, E, Fut> Handler<fn() -> E, ()> for OperationHandler<S>
where
    S: Fn(Incoming) -> Fut + Clone + Send + Sync + 'static,
    E: From<Rejection> + IntoResponse + 'static,
    Fut: Future<Output = Result<Response, E>> + Send + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, (): ()) -> Self::Future {
        let Self { operation, concealed, is_limited, serve } = self;
        // A limit boxes the body. This is unnecessary if there is no body.
        let request = match is_limited && !request.body().is_end_stream() {
            true => request.with_limited_body(),
            false => request,
        };
        let call = incoming(operation, concealed, request);
        Box::pin(async move {
            let response = serve(call).await.unwrap_or_else(IntoResponse::into_response);
            challenge(response, operation.challenges.iter().copied().map(HeaderValue::from_static))
        })
    }
}

/// Adds the challenges that a 401 response must have (RFC 9110, section 15.5.2), unless the server author has set one.
pub(super) fn challenge(mut response: Response, challenges: impl Iterator<Item = HeaderValue>) -> Response {
    let unauthorized = response.status() == StatusCode::UNAUTHORIZED;
    if unauthorized && !response.headers().contains_key(header::WWW_AUTHENTICATE) {
        for challenge in challenges {
            response.headers_mut().append(header::WWW_AUTHENTICATE, challenge);
        }
    }
    response
}

/// Adds fallbacks that return 404 responses, and 405 responses with `Allow`, as the API's error type.
pub fn fallbacks<E>(router: Router, operations: &'static [&'static Operation]) -> Router
where
    E: From<Rejection> + IntoResponse + 'static,
{
    let not_allowed = move |path: MatchedPath| async move {
        // If the router is nested, the path is longer than the route. If the path ends with several routes, the
        // longest one is used.
        let of_path = operations.iter().filter(|operation| path.as_str().ends_with(operation.route));
        let operation = of_path.max_by_key(|operation| operation.route.len()).copied();
        reject::<E>(Rejection::MethodNotAllowed, operation)
    };
    router.fallback(|| async { E::from(Rejection::NotFound) }).method_not_allowed_fallback(not_allowed)
}

/// Rejects a request with the API's error type and the operation's `Allow`.
fn reject<E: From<Rejection> + IntoResponse>(
    rejection: Rejection,
    operation: Option<&'static Operation>,
) -> Response {
    let mut response = E::from(rejection).into_response();
    if let Some(operation) = operation {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(operation.allow));
    }
    response
}

/// Splits a request into its parts.
fn incoming(operation: &'static Operation, concealed: &[&'static str], request: Request) -> Incoming {
    let (mut parts, body) = request.into_parts();
    conceal(&mut parts.headers, concealed);
    let cx = Context::new(operation, parts);
    Incoming { pairs: Pairs::of(cx.query_text()), cx, body, principal: () }
}

/// Marks the values of headers with credentials as sensitive, so logs do not show them.
fn conceal(headers: &mut HeaderMap, own: &[&'static str]) {
    let known = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];
    for (name, value) in headers {
        if known.contains(name) || own.iter().any(|own| name == own) {
            value.set_sensitive(true);
        }
    }
}

/// Checks the status code of the `default` response. The code must not be a declared one, and must not be
/// informational, since an informational response is not final. (101 is sent with `Upgrade`.)
pub fn undeclared(
    operation: &Operation,
    status: StatusCode,
    has_body: bool,
) -> Result<StatusCode, Rejection> {
    let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    let forbidden = status.is_informational() || (has_body && bodiless.contains(&status));
    if forbidden || operation.statuses.contains(&status.as_u16()) {
        let reason = format!("`{status}` cannot be the status of the default response");
        return Err(Rejection::InvalidResponse { reason });
    }
    Ok(status)
}
