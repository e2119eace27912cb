//! A graceful shutdown that does not wait for parked polls.

use crate::EVENTS;
use guest_events::service;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stubsmith_recipes::{Client, Server};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time;

/// axum waits until each current response is sent, so parked polls have to be told to stop as well.
async fn run<S>(listener: TcpListener, server: Arc<Server>, signal: S) -> io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let stopping = Arc::clone(&server);
    let stop = async move {
        signal.await;
        stopping.stop();
    };
    axum::serve(listener, service(server)).with_graceful_shutdown(stop).await
}

#[tokio::test]
async fn a_stop_ends_polls_at_once_and_then_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = Client::new(listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let signal = async { stopped.await.unwrap() };
    let server = tokio::spawn(run(listener, Arc::new(Server::default()), signal));

    let mut polls = Vec::new();
    for _ in 0..20 {
        let mut poll = client.connect().await.unwrap();
        poll.send(&format!("GET {EVENTS}&timeout=60000"), &[]).await.unwrap();
        polls.push(poll);
    }
    time::sleep(Duration::from_millis(50)).await;
    let start = Instant::now();
    stop.send(()).unwrap();
    for mut poll in polls {
        // The header `Connection: close` is present or not, depending on who learns of the stop first.
        let answer = poll.answer().await.unwrap().replace("connection: close\n", "");
        let head = "HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: 12\n";
        assert_eq!(answer, format!("{head}\n{{\"chunk\":[]}}"));
        assert_eq!(poll.answer().await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof, "it is closed");
    }
    server.await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(client.connect().await.is_err(), "the server still listens");
}
