//! Between axum and the handlers.

use super::{Context, Operation, Query, Rejection};
use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    http::{
        HeaderValue, Method, StatusCode, Uri,
        header::{self, Entry},
    },
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// The routes before they are a router: one `MethodRouter` for each operation.
#[derive(Clone, Debug, Default)]
pub struct Routes(Vec<Route>);

/// An operation, what serves it, and what refuses in its place.
#[derive(Clone, Debug)]
pub struct Route {
    pub(super) operation: &'static Operation,
    pub(super) serve: MethodRouter,
    pub(super) refuse: fn(Rejection, Option<&'static Operation>) -> Response,
}

impl Routes {
    /// Wraps operations, for example in tower layers. A layer sees the request as it came, with the
    /// credentials in its URI and headers.
    #[must_use]
    pub fn map(mut self, mut wrap: impl FnMut(&'static Operation, MethodRouter) -> MethodRouter) -> Self {
        self.0
            .iter_mut()
            .for_each(|route| route.serve = wrap(route.operation, std::mem::take(&mut route.serve)));
        self
    }

    /// The route of one operation.
    pub fn get_mut(&mut self, operation: &Operation) -> Option<&mut MethodRouter> {
        self.0.iter_mut().find(|route| route.operation == operation).map(|route| &mut route.serve)
    }

    /// These routes and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// A router without fallbacks, which can be merged into any other.
    pub fn into_router(self) -> Router {
        super::connect(self.0)
    }

    /// Binds an operation to the function that serves it.
    pub(crate) fn add<A, E, F, Fut>(&mut self, operation: &'static Operation, api: &Arc<A>, serve: F)
    where
        A: Send + Sync + 'static,
        E: From<Rejection> + IntoResponse + 'static,
        F: Fn(Arc<A>, Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, E>> + Send + 'static,
    {
        let api = Arc::clone(api);
        self.bind::<E>(operation, Arc::new(move |request| Box::pin(serve(Arc::clone(&api), request))));
    }

    /// A path that declares GET and no HEAD refuses HEAD: the handler of a long poll would keep it waiting.
    fn bind<E>(&mut self, operation: &'static Operation, serve: Arc<Serve<E>>)
    where
        E: From<Rejection> + IntoResponse + 'static,
    {
        let method = MethodFilter::try_from(operation.method.clone()).unwrap_or(MethodFilter::GET);
        let mut serve = on(method, move |request: Request| {
            let outcome = serve(request);
            async move { challenge(outcome.await.unwrap_or_else(IntoResponse::into_response), operation) }
        });
        if operation.method == Method::GET && !operation.allow.contains("HEAD") {
            let refused = move || async move { refuse::<E>(Rejection::MethodNotAllowed, Some(operation)) };
            serve = serve.head(refused);
        }
        self.0.push(Route { operation, serve, refuse: refuse::<E> });
    }
}

/// What serves any operation: of one type, so that what axum makes of a handler is compiled once.
type Serve<E> = dyn Fn(Request) -> Pin<Box<dyn Future<Output = Result<Response, E>> + Send>> + Send + Sync;

/// RFC 9110, section 15.5.2: an answer 401 has a challenge; the author's own goes first.
fn challenge(mut response: Response, operation: &Operation) -> Response {
    let has_own = response.headers().contains_key(header::WWW_AUTHENTICATE);
    if response.status() == StatusCode::UNAUTHORIZED && !has_own {
        for challenge in operation.challenges {
            let value = HeaderValue::from_static(challenge);
            response.headers_mut().append(header::WWW_AUTHENTICATE, value);
        }
    }
    response
}

/// Answers what no operation does through the API's own error type: 404, and 405 with `Allow`.
pub fn fallbacks<E>(router: Router, operations: &'static [&'static Operation]) -> Router
where
    E: From<Rejection> + IntoResponse + 'static,
{
    let not_allowed = move |path: MatchedPath| async move {
        // Where the router is nested, the path is longer than the route; of two that end it, the longer is it.
        let of_path = operations.iter().filter(|operation| path.as_str().ends_with(operation.route));
        let operation = of_path.max_by_key(|operation| operation.route.len()).copied();
        refuse::<E>(Rejection::MethodNotAllowed, operation)
    };
    router.fallback(|| async { E::from(Rejection::NotFound) }).method_not_allowed_fallback(not_allowed)
}

/// A refusal through the API's own error type; `Allow` is the operation's.
fn refuse<E: From<Rejection> + IntoResponse>(
    rejection: Rejection,
    operation: Option<&'static Operation>,
) -> Response {
    let mut response = E::from(rejection).into_response();
    if let Some(operation) = operation {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(operation.allow));
    }
    response
}

/// Takes a request apart. Its query leaves the URI, so that no log of the handler's sees it.
pub fn open(operation: &'static Operation, request: Request) -> (Context, Query, Body) {
    let (mut parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    if !query.is_empty() {
        parts.uri = parts.uri.path().parse().unwrap_or_else(|_| Uri::default());
    }
    for name in [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE] {
        if let Entry::Occupied(mut values) = parts.headers.entry(name) {
            values.iter_mut().for_each(|value| value.set_sensitive(true));
        }
    }
    (Context::new(operation, parts), Query(query), body)
}

/// The status of a response that stands for all that are not declared.
pub fn undeclared(
    operation: &Operation,
    status: StatusCode,
    has_body: bool,
) -> Result<StatusCode, Rejection> {
    let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    let forbids_body = status.is_informational() || bodiless.contains(&status);
    if operation.statuses.contains(&status.as_u16()) || (has_body && forbids_body) {
        let reason = format!("`{}` does not answer {status} with its default response", operation.id);
        return Err(Rejection::ResponseBreach { reason });
    }
    Ok(status)
}
