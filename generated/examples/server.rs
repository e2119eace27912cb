//! A server of the guest events API that keeps its events in memory.
//!
//! ```text
//! cargo run -p guest-events --example server -- --token secret
//! ```
//!
//! In a second terminal, wait for an event for up to thirty seconds. In a third terminal, publish one:
//!
//! ```text
//! curl 'http://127.0.0.1:8008/_matrix/client/api/v1/events?access_token=secret&timeout=30000'
//! curl 'http://127.0.0.1:8008/example/events' \
//!     -d '{"event_id": "$1", "room_id": "!a:x", "sender": "@eve:x", "type": "m.room.message"}'
//! ```
//!
//! The code for this API is in `impl Api for Server`, and its errors are in [`MatrixError`].
#![forbid(unsafe_code)]

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::post};
use guest_events::types::RoomEvent;
use guest_events::{Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse, Rejection};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::{ffi::OsString, net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch, time};

const USAGE: &str = "usage: server [--listen ADDR] [--longest-poll MS] --token TOKEN [--token TOKEN]...

  --listen ADDR       where to listen, 127.0.0.1:8008 unless given; port 0 takes any free one
  --longest-poll MS   how long a poll waits at most, whatever it asks for: 60000 unless given
  --token TOKEN       an access token to accept
  --help              shows this
";

/// The time that open connections have to finish after a signal to stop.
const GRACE: Duration = Duration::from_secs(3);

/// The server, with its tokens and the events that it has received.
struct Server {
    options: Options,
    /// The only thing that polls wait for. The events are in the channel itself: a poll that reads them and then waits
    /// cannot miss an event in between.
    log: watch::Sender<Log>,
}

/// The arguments of the command line.
struct Options {
    listen: SocketAddr,
    tokens: Vec<String>,
    /// The maximum time that a poll waits, in milliseconds, even if it requests a longer time.
    longest_poll: i64,
}

/// The state that polls see. Events are only added, so a stream token is the number of events that a client has seen.
#[derive(Default)]
struct Log {
    events: Vec<RoomEvent>,
    /// Ends all current and future polls.
    stopping: bool,
}

impl Api for Server {
    /// Every token has access to everything. A real server would return the user of the token here.
    type Principal = ();
    type Error = MatrixError;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<(), MatrixError> {
        let Credentials::AccessToken { access_token } = credentials;
        let presented = access_token.expose().as_bytes();
        // All bytes of all tokens are compared, so the time does not reveal how much of a guess is right.
        let known =
            self.options.tokens.iter().fold(false, |known, token| known | same(token.as_bytes(), presented));
        if known {
            Ok(())
        } else {
            Err(MatrixError::new(StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN", "Unknown access token"))
        }
    }

    async fn get_events(
        &self,
        _: Context,
        (): (),
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MatrixError> {
        let start = self.position(request.from.as_deref())?;
        let wanted =
            |event: &RoomEvent| request.room_id.is_empty() || request.room_id.contains(&event.room_id);
        let timeout = request.timeout.unwrap_or(0).clamp(0, self.options.longest_poll).unsigned_abs();

        // The wait ends with an event, a stop or a timeout; the response has the events that exist by then. Each event
        // is checked once, however often the poll is woken up.
        let mut seen = start;
        let mut log = self.log.subscribe();
        let enough = log.wait_for(|log| {
            let mut unseen = log.events.iter().skip(seen);
            seen = log.events.len();
            unseen.any(wanted) || log.stopping
        });
        let _ = time::timeout(Duration::from_millis(timeout), enough).await;

        let log = self.log.borrow();
        Ok(GetEventsResponse::Ok(GetEventsOk {
            start: Some(stream_token(start)),
            end: Some(stream_token(log.events.len())),
            chunk: Some(log.events.iter().skip(start).filter(|event| wanted(event)).cloned().collect()),
            ..GetEventsOk::default()
        }))
    }
}

impl Server {
    /// Returns the position of a token in the stream, or the current end of the stream if there is no token.
    fn position(&self, token: Option<&str>) -> Result<usize, MatrixError> {
        let end = self.log.borrow().events.len();
        let Some(token) = token else { return Ok(end) };
        let number = token.strip_prefix('s').and_then(|number| number.parse().ok());
        // `s+1` and `s01` are numbers in Rust, but not tokens of this server.
        let known = number.filter(|number| *number <= end && stream_token(*number) == token);
        // `GetEventsResponse::BadRequest` has this status code, but the spec declares no body for it.
        known.ok_or_else(|| {
            MatrixError::new(StatusCode::BAD_REQUEST, "M_INVALID_PARAM", "Bad pagination from parameter")
        })
    }

    /// Adds an event, and returns the token after it.
    fn publish(&self, event: RoomEvent) -> String {
        let mut end = 0;
        self.log.send_modify(|log| {
            log.events.push(event);
            end = log.events.len();
        });
        stream_token(end)
    }
}

fn stream_token(position: usize) -> String {
    format!("s{position}")
}

/// Compares without stopping at the first difference. Lengths are not secret.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |found, (l, r)| found | (l ^ r)) == 0
}

/// An error as Matrix clients expect it: a status code, with `{"errcode", "error"}` as the body.
#[derive(Debug)]
struct MatrixError {
    status: StatusCode,
    errcode: &'static str,
    error: String,
}

impl MatrixError {
    fn new(status: StatusCode, errcode: &'static str, error: impl Into<String>) -> Self {
        Self { status, errcode, error: error.into() }
    }
}

/// Converts the rejections of the generated code. The text names parameters, but never shows their values. A response
/// that does not match the spec becomes a 500 response, and its reason is only logged.
impl From<Rejection> for MatrixError {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        let errcode = match rejection {
            Rejection::MissingCredentials => "M_MISSING_TOKEN",
            Rejection::MissingParameter { .. } => "M_MISSING_PARAM",
            Rejection::BadParameter { .. } => "M_INVALID_PARAM",
            Rejection::NotFound | Rejection::MethodNotAllowed => "M_UNRECOGNIZED",
            _ => "M_UNKNOWN",
        };
        Self::new(rejection.status(), errcode, rejection.to_string())
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "errcode": self.errcode, "error": self.error }))).into_response()
    }
}

/// Creates a router with the API and a route to publish events.
fn app(server: Arc<Server>) -> Router {
    // Anyone may post here, since this is an example that listens on loopback by default.
    // A route that is not in the spec must reject other methods itself.
    let publish = post(publish).fallback(|| async { MatrixError::from(Rejection::MethodNotAllowed) });
    let example = Router::new().route("/example/events", publish).with_state(Arc::clone(&server));
    guest_events::service(server).merge(example).layer(middleware::from_fn(log_request))
}

/// `POST /example/events`: accepts one event as JSON.
async fn publish(
    State(server): State<Arc<Server>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, MatrixError> {
    let body = body.map_err(|error| MatrixError::new(error.status(), "M_UNKNOWN", error.body_text()))?;
    let event = serde_json::from_slice(&body)
        .map_err(|error| MatrixError::new(StatusCode::BAD_REQUEST, "M_BAD_JSON", error.to_string()))?;
    Ok(Json(json!({ "end": server.publish(event) })))
}

/// A line of the request log. It is written when this value is dropped, so there is a line even if the client of a poll
/// disconnects. That line has no status code.
struct LogLine {
    method: Method,
    path: String,
    status: Option<StatusCode>,
}

impl Drop for LogLine {
    fn drop(&mut self) {
        let status = self.status.as_ref().map_or("-", StatusCode::as_str);
        // If the log cannot be written, the server continues.
        let _ = writeln!(io::stderr(), "{} {} {status}", self.method, self.path.escape_debug());
    }
}

async fn log_request(request: Request, next: Next) -> Response {
    // The query of the URI is not logged, because it contains the access token.
    let path = request.uri().path().to_owned();
    let mut line = LogLine { method: request.method().clone(), path, status: None };
    let response = next.run(request).await;
    line.status = Some(response.status());
    response
}

/// Parses the address and the accepted tokens from the command line. Returns `None` if the user asks for help. Messages
/// show no arguments, since any of them may be a misplaced token.
fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Options>, &'static str> {
    let listen = SocketAddr::from(([127, 0, 0, 1], 8008));
    let mut options = Options { listen, tokens: Vec::new(), longest_poll: 60_000 };
    while let Some(option) = arguments.next() {
        let value = arguments.next().and_then(|value| value.into_string().ok());
        match (option.to_str(), value.filter(|value| !value.is_empty())) {
            (Some("--help"), _) => return Ok(None),
            (Some("--token"), Some(token)) => options.tokens.push(token),
            (Some("--listen"), Some(address)) => {
                options.listen = address.parse().map_err(|_| "--listen needs an IP address and a port")?;
            }
            (Some("--longest-poll"), Some(limit)) => {
                let limit: u32 =
                    limit.parse().map_err(|_| "--longest-poll needs a number of milliseconds")?;
                options.longest_poll = i64::from(limit);
            }
            (Some("--listen" | "--longest-poll" | "--token"), None) => {
                return Err("--listen, --longest-poll and --token need a value each");
            }
            _ => return Err("one of the arguments is not an option of this program"),
        }
    }
    if options.tokens.is_empty() { Err("at least one --token is needed") } else { Ok(Some(options)) }
}

/// Serves until a signal arrives, and then waits for current requests, but no longer than [`GRACE`].
async fn serve(options: Options) -> io::Result<()> {
    let signalled = signalled()?;
    let listener = TcpListener::bind(options.listen).await?;
    let server = Arc::new(Server { options, log: watch::Sender::default() });
    writeln!(io::stdout(), "listening on http://{}", listener.local_addr()?)?;

    let stopping = Arc::clone(&server);
    let stop = async move {
        signalled.await;
        stopping.log.send_modify(|log| log.stopping = true);
    };
    let mut log = server.log.subscribe();
    let overdue = async move {
        let _ = log.wait_for(|log| log.stopping).await;
        time::sleep(GRACE).await;
    };
    tokio::select! {
        result = axum::serve(listener, app(server)).with_graceful_shutdown(stop).into_future() => result,
        () = overdue => Ok(()),
    }
}

/// Returns at the first signal to stop. Signals are caught as soon as this function is called.
#[cfg(unix)]
fn signalled() -> io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

#[cfg(not(unix))]
fn signalled() -> io::Result<impl Future<Output = ()> + Send> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}

#[tokio::main]
async fn main() -> ExitCode {
    let (code, message) = match parse(std::env::args_os().skip(1)) {
        Ok(Some(options)) => match serve(options).await {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => (1, format!("server: {error}\n")),
        },
        Ok(None) => {
            let shown = io::stdout().write_all(USAGE.as_bytes());
            return shown.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
        }
        Err(message) => (2, format!("server: {message}\n\n{USAGE}")),
    };
    let _ = io::stderr().write_all(message.as_bytes());
    ExitCode::from(code)
}
