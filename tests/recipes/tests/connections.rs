//! Clients that are slow, that disconnect, or that send a lot. Each test describes the behaviour; it needs no code of
//! the server author.

use axum::Router;
use petstore::petstore::service as shop;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stubsmith_recipes::{Connection, Served, Server, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time;

const EVENTS: &str = "/_matrix/client/api/v1/events?access_token=secret";
const PET: &str = r#"{"kind":"Cat","name":"Minka"}"#;

fn events(server: &Arc<Server>) -> Router {
    guest_events::service(Arc::clone(server))
}

fn pets() -> Router {
    shop(Arc::new(petstore::Server::new("till")))
}

/// The head of a request with a pet, whose body has this length.
fn head(length: usize) -> String {
    format!(
        "POST /v1/pets HTTP/1.1\r\nHost: a\r\nX-Till-Key: till\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

async fn write(connection: &mut Connection, bytes: &[u8]) {
    connection.stream.write_all(bytes).await.unwrap();
    connection.stream.flush().await.unwrap();
}

/// A request that comes byte by byte gets its response, and other requests are served meanwhile. axum has no time
/// limit for it: use a `TimeoutLayer` for the body, and a proxy in front of the server for the head.
#[tokio::test]
async fn a_slow_client_is_served_and_does_not_block_others() {
    let client = serve(pets()).await.unwrap();
    let mut slow = client.connect().await.unwrap();
    let request = head(PET.len()) + PET;
    for (index, byte) in request.bytes().enumerate() {
        write(&mut slow, &[byte]).await;
        time::sleep(Duration::from_millis(1)).await;
        if index % 50 == 0 {
            let other = client.send("GET /v1/pets", &[]).await.unwrap();
            assert!(other.starts_with("HTTP/1.1 200 OK\n"), "{other}");
        }
    }
    let answer = slow.answer().await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created\n"), "{answer}");
}

/// A body that stops halfway: while the connection is open, the request waits. Once the client has closed its side, it
/// gets a 400, whether the body's length is known or not. The handler is not called, and the connection is closed.
#[tokio::test]
async fn a_body_that_stops_halfway_never_reaches_the_handler() {
    let client = serve(pets()).await.unwrap();
    let mut halfway = client.connect().await.unwrap();
    write(&mut halfway, (head(PET.len()) + &PET[..10]).as_bytes()).await;
    assert!(time::timeout(Duration::from_millis(100), halfway.answer()).await.is_err(), "it waits");

    let chunked = head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked") + "a\r\n" + &PET[..10];
    let photo = head(100)
        .replace("POST /v1/pets", "PUT /v1/pets/1/photo")
        .replace("application/json", "multipart/form-data; boundary=x");
    for request in [head(PET.len()) + &PET[..10], chunked, photo + "--x\r\nContent-Disp"] {
        let mut halfway = client.connect().await.unwrap();
        write(&mut halfway, request.as_bytes()).await;
        halfway.stream.shutdown().await.unwrap();
        let mut rest = String::new();
        halfway.stream.read_to_string(&mut rest).await.unwrap();
        assert!(rest.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{rest}");
        assert!(rest.contains("the body is incomplete"), "{rest}");
    }
    let pets = client.send("GET /v1/pets", &[]).await.unwrap();
    assert!(pets.ends_with("\n\n[]"), "{pets}");
}

/// A shutdown under load: current requests get complete responses, then their connections are closed, and new ones are
/// not accepted. No client sees part of a response.
#[tokio::test(flavor = "multi_thread")]
async fn a_shutdown_under_load_completes_each_response() {
    let server = Arc::new(Server::default());
    let Served { client, stop, done } = Served::start(events(&server)).await.unwrap();
    let clients: Vec<_> = (0..50)
        .map(|_| {
            tokio::spawn(async move {
                let mut answered = 0;
                while let Ok(mut connection) = client.connect().await {
                    // The connection may have been closed before the request came.
                    while connection.send(&format!("GET {EVENTS}&timeout=5"), &[]).await.is_ok() {
                        match connection.answer().await {
                            Ok(answer) => assert!(answer.ends_with("\n\n{\"chunk\":[]}"), "{answer}"),
                            Err(error) => {
                                assert_ne!(error.kind(), io::ErrorKind::InvalidData, "{error}");
                                break;
                            }
                        }
                        answered += 1;
                    }
                }
                answered
            })
        })
        .collect();
    time::sleep(Duration::from_millis(300)).await;
    let start = Instant::now();
    server.stop();
    stop.send(()).unwrap();
    time::timeout(Duration::from_secs(10), done).await.expect("it stops").unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let mut answered = 0;
    for client in clients {
        answered += client.await.unwrap();
    }
    assert!(answered > 100, "{answered}");
}

/// 10,000 requests over one connection, a hundred of which do not wait for the responses of the others: all get their
/// responses, in order, and the last one like the first.
#[tokio::test]
async fn ten_thousand_requests_over_one_connection() {
    let client = serve(events(&Arc::default())).await.unwrap();
    let mut connection = client.connect().await.unwrap();
    for batch in 0..100 {
        let numbers = batch * 100..(batch + 1) * 100;
        let mut requests = String::new();
        for number in numbers.clone() {
            requests.extend(["GET ", EVENTS, "&from=", &number.to_string(), " HTTP/1.1\r\nHost: a\r\n\r\n"]);
        }
        write(&mut connection, requests.as_bytes()).await;
        for number in numbers {
            let body = format!("{{\"start\":\"{number}\",\"chunk\":[]}}");
            let head = format!("content-type: application/json\ncontent-length: {}", body.len());
            let answer = connection.answer().await.unwrap();
            assert_eq!(answer, format!("HTTP/1.1 200 OK\n{head}\n\n{body}"));
        }
    }
}
