//! The route that publishes.

use crate::fixture::{Place, Reply, Service, event, for_each_store};
use axum::body::Body;
use axum::http::Request;
use guest_events_server::store::{Since, Store};
use serde_json::json;

for_each_store! {
    an_event_can_be_published_again,
    another_event_with_the_same_id_is_rejected,
    an_event_keeps_its_properties,
    invalid_events_are_rejected,
    many_publishers_at_once_get_positions_without_gaps,
    other_methods_are_rejected,
}

async fn publish<S: Store>(service: &Service<S>, body: impl Into<Body>) -> Reply {
    service.publish_as(service.publisher(), body).await
}

async fn an_event_can_be_published_again(place: impl Place) {
    let (one, other) = (Service::start(&place).await, Service::start(&place).await);
    let guest = one.guest(&["!a:x"], Since::Beginning).await;
    let start = one.poll(&guest, "").await.end();
    let end = one.publish("$1", "!a:x").await;
    assert_eq!(one.publish("$1", "!a:x").await, end);
    assert_eq!(other.publish("$1", "!a:x").await, end);
    let end = other.publish("$2", "!a:x").await;
    one.read_by_node(&guest, &end).await;
    assert_eq!(one.poll(&guest, &format!("&from={start}")).await.ids(), ["$1", "$2"]);
}

async fn another_event_with_the_same_id_is_rejected(place: impl Place) {
    let service = Service::start(&place).await;
    let end = service.publish("$1", "!a:x").await;
    let mut other_content = event("$1", "!a:x");
    other_content["content"] = json!({"body": "edited"});
    for other in [event("$1", "!b:x"), other_content] {
        assert_eq!(publish(&service, other.to_string()).await.error().0, 409);
    }
    assert_eq!(service.publish("$1", "!a:x").await, end);
}

async fn an_event_keeps_its_properties(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!ä'\"%_ 🦀:x"], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    let event = json!({
        "event_id": "$'; drop table events; --", "room_id": "!ä'\"%_ 🦀:x", "sender": "", "z": {"b": [1, null, -0.5]},
        "a": "\u{0}\u{1f980}", "content": {}, "unsigned": {"age": 5}, "origin_server_ts": i64::MAX,
    });
    let reply = publish(&service, event.to_string()).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    service.read_by_node(&guest, &reply.end()).await;
    let poll = service.poll(&guest, &format!("&from={start}")).await;
    assert_eq!(poll.json()["chunk"], json!([event]));
}

async fn invalid_events_are_rejected(place: impl Place) {
    let service = Service::start(&place).await;
    let long = "x".repeat(256);
    for (body, status, code) in [
        (String::new(), 400, "M_BAD_JSON"),
        ("{".to_owned(), 400, "M_BAD_JSON"),
        ("[]".to_owned(), 400, "M_BAD_JSON"),
        (json!({"event_id": "$1", "room_id": "!a:x"}).to_string(), 400, "M_BAD_JSON"),
        (event("", "!a:x").to_string(), 400, "M_BAD_JSON"),
        (event("$1", "").to_string(), 400, "M_BAD_JSON"),
        // PostgreSQL does not store this character, and would reject the whole batch.
        (event("$\u{0}", "!a:x").to_string(), 400, "M_BAD_JSON"),
        (event("$1", "!a\u{0}:x").to_string(), 400, "M_BAD_JSON"),
        (event("$1", "!a:x,!b:x").to_string(), 400, "M_BAD_JSON"),
        (event(&long, "!a:x").to_string(), 400, "M_BAD_JSON"),
        (event("$1", &long).to_string(), 400, "M_BAD_JSON"),
        (event(&"x".repeat(65_536), "!a:x").to_string(), 413, "M_TOO_LARGE"),
    ] {
        let reply = publish(&service, body.clone()).await;
        assert_eq!(reply.error(), (status, code.to_owned()), "{body:.100}");
    }
    // Nothing was published.
    assert!(service.publish("$1", "!a:x").await.starts_with("s1_"));
}

async fn many_publishers_at_once_get_positions_without_gaps(place: impl Place) {
    let services = [Service::start(&place).await, Service::start(&place).await];
    let publish = |number: usize| {
        let service = &services[number % 2];
        async move {
            let id = format!("${}", number % 150);
            let reply = service.publish_as(service.publisher(), event(&id, "!a:x").to_string()).await;
            reply.json()["position"].as_i64().unwrap()
        }
    };
    // Half of the events are published twice, by both nodes.
    let mut positions = futures(300, publish).await;
    for number in 0..150 {
        assert_eq!(positions[number], positions[number + 150], "event {number} has two positions");
    }
    positions.truncate(150);
    positions.sort_unstable();
    assert_eq!(positions, (1..=150).collect::<Vec<_>>());
    assert_eq!(services[0].store.end().await.unwrap().0, 150);
}

/// Runs futures at the same time, in one task.
async fn futures<F: Future>(number: usize, future: impl Fn(usize) -> F) -> Vec<F::Output> {
    let mut running: Vec<_> = (0..number).map(|number| Box::pin(future(number))).collect();
    let mut done: Vec<Option<F::Output>> = (0..number).map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in running.iter_mut().zip(&mut done).filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
                *done = Some(output);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

async fn other_methods_are_rejected(place: impl Place) {
    let service = Service::start(&place).await;
    for path in ["/publish", "/healthz", "/readyz", "/metrics", crate::fixture::EVENTS] {
        let reply = service.call(Request::delete(path).body(Body::empty()).unwrap()).await;
        assert_eq!(reply.error(), (405, "M_UNRECOGNIZED".to_owned()), "{path}");
        assert!(reply.headers.contains_key("allow"), "{path}");
    }
    assert_eq!(service.get("/nothing").await.error(), (404, "M_UNRECOGNIZED".to_owned()));
}
