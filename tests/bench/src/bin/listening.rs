//! `listening KIND PORT`: serves both APIs on loopback, with a thread for each processor. `listening order` prints the
//! order that clients post, for servers by others.

use stubsmith_bench::serving::{ORDER, generated, idiomatic, lean};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let servers = match arguments.first().map(String::as_str) {
        Some("generated") => generated::servers(),
        Some("idiomatic") => idiomatic::servers(),
        Some("lean") => lean::servers(),
        Some("order") => return println!("{}", *ORDER),
        _ => panic!("listening KIND PORT"),
    };
    let port: u16 = arguments.get(1).and_then(|port| port.parse().ok()).expect("PORT is a number");
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    // The routers are merged as they are: unknown paths get the fallback of the first one.
    let router = servers.events.merge(servers.orders.reset_fallback());
    axum::serve(listener, router).await.expect("a server does not end");
}
