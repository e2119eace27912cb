//! A client that limits the time of each request, and sends a request again if the server is overloaded.

use axum::http::{Request, Response, StatusCode};
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::TokioExecutor;
use std::future::{Ready, ready};
use std::time::Duration;
use stubsmith_recipes::api::client::{Body, BoxError, Client};
use tower::ServiceBuilder;
use tower::retry::Policy;

/// The number of times that a request may still be sent.
#[derive(Clone)]
struct Attempts(usize);

impl<R> Policy<Request<Body>, Response<R>, BoxError> for Attempts {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut Request<Body>,
        result: &mut Result<Response<R>, BoxError>,
    ) -> Option<Ready<()>> {
        let is_overloaded =
            matches!(result, Ok(response) if response.status() == StatusCode::SERVICE_UNAVAILABLE);
        self.0 = self.0.checked_sub(1).filter(|_| is_overloaded)?;
        Some(ready(()))
    }

    /// A body that is a stream cannot be sent again.
    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        let mut again = Request::new(request.body().try_clone()?);
        again.method_mut().clone_from(request.method());
        again.uri_mut().clone_from(request.uri());
        again.headers_mut().clone_from(request.headers());
        again.extensions_mut().clone_from(request.extensions());
        Some(again)
    }
}

/// A client of the server at this URL. A call ends after ten seconds, with all of its attempts.
fn connect(url: &axum::http::Uri) -> Client {
    let pool = Pool::builder(TokioExecutor::new()).build_http::<Body>();
    let service = ServiceBuilder::new()
        .timeout(Duration::from_secs(10))
        .concurrency_limit(100)
        .retry(Attempts(3))
        .timeout(Duration::from_secs(2))
        .service(pool);
    Client::new(service).with_base_url(url)
}

mod tests {
    use super::*;
    use axum::Router;
    use axum::extract::Request;
    use axum::middleware::{self, Next};
    use axum::response::IntoResponse as _;
    use std::error::Error as _;
    use std::net::Ipv4Addr;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use stubsmith_recipes::api::{GetRoomRequest, Operation, service};
    use stubsmith_recipes::rooms::Server;
    use tokio::net::TcpListener;
    use tower::service_fn;
    use tower::timeout::error::Elapsed;

    /// A server that is overloaded by its first requests.
    fn overloaded(requests: usize, count: Arc<AtomicUsize>) -> Router {
        let check = move |request: Request, next: Next| {
            let is_overloaded = count.fetch_add(1, Ordering::SeqCst) < requests;
            async move {
                match is_overloaded {
                    true => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    false => next.run(request).await,
                }
            }
        };
        service(Arc::new(Server)).layer(middleware::from_fn(check))
    }

    #[tokio::test]
    async fn a_request_is_sent_again() {
        for (requests, sent) in [(0, 1), (3, 4), (9, 4)] {
            let count = Arc::new(AtomicUsize::new(0));
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
            let router = overloaded(requests, Arc::clone(&count));
            tokio::spawn(async move { axum::serve(listener, router).await });
            let room = connect(&url).get_room(GetRoomRequest { id: 1 }).await;
            assert_eq!(room.is_ok(), requests < 4, "{room:?}");
            assert_eq!(count.load(Ordering::SeqCst), sent);
        }
    }

    #[tokio::test]
    async fn the_error_of_a_layer_is_the_source() {
        let never = service_fn(|request: axum::http::Request<Body>| {
            let operation = request.extensions().get::<&'static Operation>().map(|operation| operation.id);
            assert_eq!(operation, Some("getRoom"), "layers find the operation");
            std::future::pending::<Result<Response<Body>, BoxError>>()
        });
        let slow = ServiceBuilder::new().timeout(Duration::from_millis(10)).service(never);
        let error = Client::new(slow).get_room(GetRoomRequest { id: 1 }).await.unwrap_err();
        assert_eq!(error.to_string(), "the request `getRoom` has no complete response");
        assert!(error.source().is_some_and(<dyn std::error::Error>::is::<Elapsed>));
    }
}
