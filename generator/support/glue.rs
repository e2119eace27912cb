//! Between axum and the handlers.

use super::incoming::without_credentials;
use super::{Context, Endpoint, Incoming, Operation, Pairs, ReadCredentials, Rejection};
use axum::{
    RequestExt as _, Router,
    body::HttpBody as _,
    extract::{MatchedPath, Request},
    handler::Handler,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use std::{future::Future, pin::Pin, sync::Arc};

/// The routes before they are a router: one `MethodRouter` for each operation.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    list: Vec<Route>,
    /// The headers of the API's own that hold credentials.
    concealed: &'static [&'static str],
}

/// An operation, and what reads its arguments and calls its handler.
pub type OperationEndpoint<A, P, E> = (&'static Operation, Endpoint<A, P, E>);

/// An operation, what serves it, and what refuses in its place.
#[derive(Clone, Debug)]
pub struct Route {
    pub(super) operation: &'static Operation,
    pub(super) serve: MethodRouter,
    pub(super) refuse: fn(Rejection, Option<&'static Operation>) -> Response,
}

impl Routes {
    /// None yet, of an API that has credentials in these headers: no log shows them.
    pub(crate) fn concealing(headers: &'static [&'static str]) -> Self {
        Self { list: Vec::new(), concealed: headers }
    }

    /// Wraps operations, for example in tower layers. A layer sees the request as it came, with the
    /// credentials in its URI and headers, and does not see what answers 404 and 405 in their place.
    #[must_use]
    pub fn map(mut self, mut wrap: impl FnMut(&'static Operation, MethodRouter) -> MethodRouter) -> Self {
        self.list
            .iter_mut()
            .for_each(|route| route.serve = wrap(route.operation, std::mem::take(&mut route.serve)));
        self
    }

    /// The route of one operation.
    pub fn get_mut(&mut self, operation: &Operation) -> Option<&mut MethodRouter> {
        self.list.iter_mut().find(|route| route.operation == operation).map(|route| &mut route.serve)
    }

    /// These routes and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.list.extend(others.list);
        self
    }

    /// A router without fallbacks, which can be merged into any other.
    pub fn into_router(self) -> Router {
        // With a state, if an empty one, axum makes its services here and not for each request.
        super::connect(self.list).with_state(())
    }

    /// Binds operations that ask nobody who calls.
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

    /// Binds operations to what finds out who calls, and then to what serves those that are let in.
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

    /// axum answers HEAD with what answers GET, without the body. If `Allow` does not list it, it is rejected.
    fn bind<E, Fut>(
        &mut self,
        operation: &'static Operation,
        serve: impl Fn(Incoming) -> Fut + Clone + Send + Sync + 'static,
    ) where
        E: From<Rejection> + IntoResponse + 'static,
        Fut: Future<Output = Result<Response, E>> + Send + 'static,
    {
        let method = MethodFilter::try_from(operation.method.clone()).unwrap_or(MethodFilter::GET);
        let mut serve = on(method, OperationHandler { operation, concealed: self.concealed, serve });
        if operation.method == Method::GET && !operation.allow.contains("HEAD") {
            let refused = move || async move { refuse::<E>(Rejection::MethodNotAllowed, Some(operation)) };
            serve = serve.head(refused);
        }
        self.list.push(Route { operation, serve, refuse: refuse::<E> });
    }
}

/// What serves an operation, as axum calls it. A closure would be less to read; what axum makes of one keeps room for
/// the request, and twice for what becomes of it, as long as the handler works.
#[derive(Clone)]
struct OperationHandler<S> {
    operation: &'static Operation,
    concealed: &'static [&'static str],
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
        let Self { operation, concealed, serve } = self;
        let call = incoming(operation, concealed, request);
        Box::pin(async move {
            let response = serve(call).await.unwrap_or_else(IntoResponse::into_response);
            challenge(response, operation.challenges.iter().copied().map(HeaderValue::from_static))
        })
    }
}

/// RFC 9110, section 15.5.2: an answer 401 has a challenge; the author's own goes first.
pub(super) fn challenge(mut response: Response, challenges: impl Iterator<Item = HeaderValue>) -> Response {
    let refused = response.status() == StatusCode::UNAUTHORIZED;
    if refused && !response.headers().contains_key(header::WWW_AUTHENTICATE) {
        for challenge in challenges {
            response.headers_mut().append(header::WWW_AUTHENTICATE, challenge);
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

/// Takes a request apart.
fn incoming(operation: &'static Operation, concealed: &[&'static str], request: Request) -> Incoming {
    // A limit is a box around the body: for none there need not be one.
    let request = if request.body().is_end_stream() { request } else { request.with_limited_body() };
    let (mut parts, body) = request.into_parts();
    conceal(&mut parts.headers, concealed);
    let cx = Context::new(operation, parts);
    Incoming { pairs: Pairs::of(cx.query_text()), cx, body, principal: () }
}

/// Marks what is in headers that hold credentials, so that no log shows it.
fn conceal(headers: &mut HeaderMap, own: &[&'static str]) {
    let known = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];
    for (name, value) in headers {
        if known.contains(name) || own.iter().any(|own| name == own) {
            value.set_sensitive(true);
        }
    }
}

/// The status of a response that stands for all that are not declared. None is final that is informational, but for 101,
/// which is sent with the protocol that it switches to.
pub fn undeclared(
    operation: &Operation,
    status: StatusCode,
    has_body: bool,
) -> Result<StatusCode, Rejection> {
    let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    let forbidden = status.is_informational() || (has_body && bodiless.contains(&status));
    if forbidden || operation.statuses.contains(&status.as_u16()) {
        let reason = format!("{status} is not a status of the default response");
        return Err(Rejection::InvalidResponse { reason });
    }
    Ok(status)
}
