//! Sends the old requests to a server of each spec, and lets the client of the old spec read the new responses, or the
//! receiver of a webhook its new requests. A server lets everybody in, remembers the parsed request, and responds with 501.
//! The test that compiles this program adds the generated code, `servers.rs` and `calls.rs`.

mod calls;
mod servers;

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::fmt::Debug;
use std::sync::Mutex;
use tower::{ServiceExt as _, service_fn};

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Remembers a request as its handler gets it.
pub fn remember(request: &impl Debug) {
    SEEN.lock().unwrap().push(format!("{request:?}"));
}

/// Sends a request, such as `POST /tasks | Content-Type: application/json | > {}`. Returns the status code, and the request
/// as the handler gets it or the reason of the rejection.
async fn send(router: &axum::Router, line: &str) -> (u16, String) {
    let mut parts = line.split(" | ");
    let (method, target) = parts.next().unwrap().split_once(' ').unwrap();
    let mut builder = Request::builder().method(method).uri(target);
    let mut body = String::new();
    for part in parts {
        match part.strip_prefix("> ") {
            Some(text) => body = text.replace("\\r\\n", "\r\n"),
            None => {
                let (name, value) = part.split_once(": ").unwrap();
                builder = builder.header(name, value);
            }
        }
    }
    let response = router.clone().oneshot(builder.body(Body::from(body)).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let text = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let seen = SEEN.lock().unwrap().pop();
    (status, seen.unwrap_or_else(|| String::from_utf8_lossy(&text).into_owned()))
}

/// Lets the old client read a response, such as `getReport 200 application/json {}`. Returns the reason if it cannot.
async fn read(line: &str) -> Option<String> {
    let [operation, status, media_type, body] = line.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap();
    if status == "webhook" {
        return calls::receive(operation, body).err().map(|error| error.to_string());
    }
    let (status, media_type, body) = (status.parse::<u16>().unwrap(), media_type.to_owned(), body.to_owned());
    let service = service_fn(move |_: Request<old::client::Body>| {
        let response = Response::builder().status(status).header("content-type", &media_type);
        let response = response.body(Body::from(body.clone())).unwrap();
        async move { Ok::<_, Infallible>(response) }
    });
    match calls::call(&old::client::Client::new(service), operation).await {
        // "A client MUST understand the class of any status code" (RFC 9110, section 15), so it is a failure to the client.
        Err(old::client::ClientError::UndeclaredStatus { .. }) if status >= 400 => None,
        result => result.err().map(|error| error.to_string()),
    }
}

/// The first argument is the file with the requests, and the second one a file with the responses of each change, as JSON.
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = |index| std::fs::read_to_string(std::env::args().nth(index).unwrap()).unwrap();
    let (requests, responses) = (file(1), file(2));
    let requests: Vec<&str> =
        requests.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let responses: Vec<Vec<String>> = serde_json::from_str(&responses).unwrap();
    for (name, router) in servers::routers() {
        let mut sent: Vec<Value> = Vec::new();
        for line in &requests {
            let (status, text) = send(&router, line).await;
            sent.push(json!([line, status, text]));
        }
        println!("{}", json!([name, sent]));
    }
    let mut unread: Vec<Vec<Value>> = Vec::new();
    for lines in responses {
        let mut own = Vec::new();
        for line in lines {
            own.extend(read(&line).await.map(|reason| json!([line, reason])));
        }
        unread.push(own);
    }
    println!("{}", json!(unread));
}
