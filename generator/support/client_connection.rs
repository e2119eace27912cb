//! The service that sends the requests of a client, and the settings of the client.

use super::client_body::Body;
use super::client_error::BoxError;
use super::client_request::finish;
use super::received_response::ReceivedBody;
use super::{ClientError, Operation, OutgoingRequest};
use axum::body::Bytes;
use axum::http::response::Parts;
use axum::http::uri::{Authority, PathAndQuery, Scheme};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, Uri};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use tower_service::Service;

/// The credentials of a client.
pub trait Present: Send + Sync {
    /// Returns the index of the security requirement that they satisfy.
    fn requirement(&self) -> usize;
    /// Returns the names of the security schemes of the requirement.
    fn schemes(&self) -> &'static [&'static str];
    /// Adds them to a request.
    fn add_to(&self, request: &mut OutgoingRequest);
}

/// The service that sends requests, and the settings of all requests. A clone is cheap.
#[derive(Clone)]
pub struct Connection {
    service: Arc<dyn Carry>,
    settings: Arc<Settings>,
}

#[derive(Clone)]
struct Settings {
    /// The scheme and the authority of the base URL. A URL needs both or neither.
    origin: (Option<Scheme>, Option<Authority>),
    /// The base path in the spec, and the path that replaces it.
    base: (&'static str, String),
    headers: HeaderMap,
    credentials: Vec<Arc<dyn Present>>,
    limit: usize,
}

/// The default limit for the body of a response, in bytes.
const LIMIT: usize = 32 << 20;

/// Selects the responses whose body is not received before it is read.
pub(super) type IsStreamed = fn(&Parts) -> bool;

/// A response, with its whole body or a stream.
pub(super) struct Received {
    pub(super) operation: &'static Operation,
    pub(super) parts: Parts,
    pub(super) body: ReceivedBody,
}

type Carried<'a> = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send + 'a>>;

/// A service of any type.
trait Carry: Send + Sync {
    fn carry(&self, request: Request<Body>) -> Carried<'_>;
}

impl<S, R> Carry for S
where
    S: Service<Request<Body>, Response = Response<R>, Future: Send, Error: Into<BoxError>>,
    S: Clone + Send + Sync,
    R: http_body::Body<Error: Into<BoxError>> + Send + 'static,
{
    fn carry(&self, request: Request<Body>) -> Carried<'_> {
        let mut service = self.clone();
        Box::pin(async move {
            // Another clone may not be ready, so the clone that is ready is called.
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            let response = service.call(request).await.map_err(Into::into)?;
            Ok(response.map(Body::new))
        })
    }
}

impl Connection {
    pub(crate) fn new<S, R>(service: S, base: &'static str) -> Self
    where
        S: Service<Request<Body>, Response = Response<R>, Future: Send, Error: Into<BoxError>>,
        S: Clone + Send + Sync + 'static,
        R: http_body::Body<Error: Into<BoxError>> + Send + 'static,
    {
        let settings = Settings {
            origin: (None, None),
            base: (base, base.to_owned()),
            headers: HeaderMap::new(),
            credentials: Vec::new(),
            limit: LIMIT,
        };
        Self { service: Arc::new(service), settings: Arc::new(settings) }
    }

    pub(crate) fn with_base_url(mut self, url: &Uri) -> Self {
        let settings = Arc::make_mut(&mut self.settings);
        settings.origin = (url.scheme().cloned(), url.authority().cloned());
        url.path().trim_end_matches('/').clone_into(&mut settings.base.1);
        self
    }

    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        Arc::make_mut(&mut self.settings).headers.append(name, value);
        self
    }

    /// Credentials for the same requirement are replaced.
    pub(crate) fn with_credentials(mut self, credentials: impl Present + 'static) -> Self {
        let held = &mut Arc::make_mut(&mut self.settings).credentials;
        held.retain(|other| other.requirement() != credentials.requirement());
        held.push(Arc::new(credentials));
        self
    }

    pub(crate) fn with_limit(mut self, bytes: usize) -> Self {
        Arc::make_mut(&mut self.settings).limit = bytes;
        self
    }

    /// Sends a request, and receives its response.
    pub(super) async fn exchange(
        self,
        operation: &'static Operation,
        request: OutgoingRequest,
        is_streamed: IsStreamed,
    ) -> Result<Received, ClientError> {
        let request = self.request(operation, request);
        let request = request.map_err(|reason| ClientError::InvalidRequest { operation, reason })?;
        let failed = |error| ClientError::Transport { operation, error };
        let (parts, body) = self.service.carry(request).await.map_err(failed)?.into_parts();
        // The length of a response to HEAD is that of a body that is not sent.
        if operation.method == "HEAD" {
            return Ok(Received { operation, parts, body: ReceivedBody::whole(Bytes::new()) });
        }
        if is_streamed(&parts) {
            let limit = self.settings.limit as u64;
            return Ok(Received { operation, parts, body: ReceivedBody::stream(body, limit) });
        }
        match body.whole(self.settings.limit).await.map_err(failed)? {
            Some(bytes) => Ok(Received { operation, parts, body: ReceivedBody::whole(bytes) }),
            None => {
                let response = Box::new(Response::from_parts(parts, Bytes::new()));
                Err(ClientError::TooLarge { operation, response })
            }
        }
    }

    fn request(
        &self,
        operation: &'static Operation,
        mut outgoing: OutgoingRequest,
    ) -> Result<Request<Body>, String> {
        let settings = &*self.settings;
        if let Some(credentials) = self.credentials(outgoing.alternatives) {
            credentials.add_to(&mut outgoing);
        }
        let base = (settings.base.0, settings.base.1.as_str());
        let (path, mut request) = finish(outgoing, base)?;
        let mut uri = axum::http::uri::Parts::default();
        let path = PathAndQuery::try_from(path).map_err(|error| format!("its path: {error}"))?;
        uri.path_and_query = Some(path);
        (uri.scheme, uri.authority) = settings.origin.clone();
        *request.uri_mut() = Uri::from_parts(uri).map_err(|error| format!("its URL: {error}"))?;
        add_headers(request.headers_mut(), &settings.headers);
        // Layers find the operation here.
        request.extensions_mut().insert(operation);
        Ok(request)
    }

    /// Returns the credentials for the first of these requirements for which there are some.
    fn credentials(&self, requirements: &[usize]) -> Option<&Arc<dyn Present>> {
        let held = &self.settings.credentials;
        requirements.iter().find_map(|wanted| held.iter().find(|held| held.requirement() == *wanted))
    }
}

/// Adds the headers of a client. They replace those of the request, except its credentials, which are the only sensitive
/// values.
fn add_headers(headers: &mut HeaderMap, own: &HeaderMap) {
    for name in own.keys() {
        if headers.get(name).is_some_and(HeaderValue::is_sensitive) {
            continue;
        }
        headers.remove(name);
        for value in own.get_all(name) {
            headers.append(name, value.clone());
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &*self.settings;
        let credentials: Vec<_> = settings.credentials.iter().map(|held| held.schemes()).collect();
        // The authority may have a password, before its host.
        let host = settings.origin.1.as_ref().and_then(|authority| authority.as_str().rsplit('@').next());
        let mut connection = f.debug_struct("Connection");
        connection.field("host", &host).field("path", &settings.base.1);
        connection.field("credentials", &credentials).finish_non_exhaustive()
    }
}
