//! `serving CASE KIND COUNT`: serves this many requests, or decodes this many bodies, in one thread and without a
//! socket. The cost of one is the difference of two counts.
//!
//! The kind `none` makes the requests and the values of the responses, and serves nothing.

#[path = "../serve.rs"]
mod serve;

use serde::de::DeserializeOwned;
use serve::serve;
use std::hint::black_box;
use stubsmith_bench::serving::{
    ORDER, Servers, generated, get_events, idiomatic, lean, list_orders, orders, place_order,
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, kind, count] = arguments.as_slice() else {
        panic!("serving CASE KIND COUNT");
    };
    let count = count.parse().expect("COUNT is a number");
    match (case.as_str(), kind.as_str()) {
        ("decode", "generated") => decode::<orders::types::Order>(count),
        ("decode", "idiomatic") => decode::<idiomatic::Order>(count),
        ("decode", "lean") => decode::<lean::StrictOrder>(count),
        ("decode", _) => decode::<serde::de::IgnoredAny>(count),
        ("get", kind) => serve(servers(kind).map(|servers| servers.events), get_events, count).await,
        ("post", kind) => serve(servers(kind).map(|servers| servers.orders), place_order, count).await,
        ("large", "none") => {
            let orders = generated::Server::default().orders;
            (0..count).for_each(|_| drop(black_box((list_orders(), orders.clone()))));
        }
        ("large", kind) => serve(servers(kind).map(|servers| servers.orders), list_orders, count).await,
        _ => panic!("CASE is `get`, `post`, `large` or `decode`"),
    }
}

fn servers(kind: &str) -> Option<Servers> {
    match kind {
        "generated" => Some(generated::servers()),
        "idiomatic" => Some(idiomatic::servers()),
        "lean" => Some(lean::servers()),
        _ => None,
    }
}

fn decode<T: DeserializeOwned>(count: usize) {
    let bytes = ORDER.as_bytes();
    for _ in 0..count {
        drop(black_box(serde_json::from_slice::<T>(black_box(bytes)).expect("the order is valid")));
    }
}
