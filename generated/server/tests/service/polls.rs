//! The response of a poll, and its time.

use crate::fixture::{Place, Service, for_each_store};
use guest_events_server::config::Limits;
use guest_events_server::store::{Since, Store as _};
use std::time::{Duration, Instant};

for_each_store! {
    a_poll_returns_the_events_after_its_token_once,
    a_poll_without_a_token_waits_for_new_events,
    a_parked_poll_gets_an_event_of_another_node,
    old_events_come_from_the_store,
    pages_are_limited_and_lose_nothing,
    stream_tokens_outlive_the_node,
    stream_tokens_are_strict,
    a_new_epoch_ends_the_node_and_its_tokens,
    empty_polls_end_in_time,
}

async fn a_poll_returns_the_events_after_its_token_once(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x", "!b:x"], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    for (id, room) in [("$1", "!a:x"), ("$2", "!b:x"), ("$3", "!secret:x"), ("$4", "!a:x")] {
        service.publish(id, room).await;
    }
    let query = |from: &str, more: &str| format!("&from={from}&timeout=9000{more}");
    let mut seen = Vec::new();
    let mut from = start.clone();
    while seen.len() < 3 {
        let reply = service.poll(&guest, &query(&from, "")).await;
        assert_eq!(reply.json()["start"], *from);
        seen.extend(reply.ids());
        from = reply.end();
    }
    assert_eq!(seen, ["$1", "$2", "$4"]);
    assert_eq!(service.poll(&guest, &query(&start, "&room_id=!b:x")).await.ids(), ["$2"]);
    assert_eq!(
        service.poll(&guest, &query(&start, "&room_id=!b:x,!a:x,!b:x")).await.ids(),
        ["$1", "$2", "$4"]
    );
    assert!(service.poll(&guest, &format!("&from={from}")).await.ids().is_empty());
}

async fn a_poll_without_a_token_waits_for_new_events(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let end = service.publish("$old", "!a:x").await;
    service.read_by_node(&guest, &end).await;
    let publish = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        service.publish("$other", "!b:x").await;
        service.publish("$new", "!a:x").await;
    };
    let started = Instant::now();
    let (reply, ()) = tokio::join!(service.poll(&guest, "&timeout=30000"), publish);
    assert_eq!(reply.ids(), ["$new"]);
    assert_eq!(reply.json()["start"], *end);
    assert!(started.elapsed() < Duration::from_secs(10));
}

async fn a_parked_poll_gets_an_event_of_another_node(place: impl Place) {
    let (one, other) = (Service::start(&place).await, Service::start(&place).await);
    let guest = one.guest(&["!a:x"], Since::Beginning).await;
    let publish = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let end = other.publish("$1", "!a:x").await;
        // A token of the other node is valid here, although this node may not have read so far.
        let (status, next) = {
            let reply = one.poll(&guest, &format!("&from={end}")).await;
            (reply.status, reply.end())
        };
        assert_eq!((status.as_u16(), next), (200, end));
    };
    let started = Instant::now();
    let (reply, ()) = tokio::join!(one.poll(&guest, "&timeout=30000"), publish);
    assert_eq!(reply.ids(), ["$1"]);
    assert!(started.elapsed() < Duration::from_secs(10));
}

async fn old_events_come_from_the_store(place: impl Place) {
    let limits = Limits { page: 3, recent_events: 2, ..Limits::default() };
    let service = Service::with_limits(&place, limits).await;
    let guest = service.guest(&["!a:x", "!b:x"], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    let mut end = String::new();
    for number in 0..8 {
        end = service.publish(&format!("${number}"), if number % 2 == 0 { "!a:x" } else { "!c:x" }).await;
    }
    service.read_by_node(&guest, &end).await;
    let first = service.poll(&guest, &format!("&from={start}&timeout=9000")).await;
    assert_eq!(first.ids(), ["$0", "$2", "$4"]);
    let second = service.poll(&guest, &format!("&from={}&timeout=9000", first.end())).await;
    assert_eq!((second.ids(), second.end()), (vec!["$6".to_owned()], end));
    // There is no old event in this room, so the poll waits for a new one.
    let publish = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        service.publish("$new", "!b:x").await;
    };
    let query = format!("&from={start}&room_id=!b:x&timeout=9000");
    let (reply, ()) = tokio::join!(service.poll(&guest, &query), publish);
    assert_eq!((reply.ids(), reply.json()["start"].as_str()), (vec!["$new".to_owned()], Some(&*start)));
}

async fn pages_are_limited_and_lose_nothing(place: impl Place) {
    let service = Service::with_limits(&place, Limits { page: 4, ..Limits::default() }).await;
    let guest = service.guest(&["!a:x", "!b:x"], Since::Beginning).await;
    let mut from = service.poll(&guest, "").await.end();
    let ids: Vec<_> = (0..30).map(|number| format!("${number}")).collect();
    let mut end = String::new();
    for (number, id) in ids.iter().enumerate() {
        end = service.publish(id, if number % 3 == 0 { "!a:x" } else { "!b:x" }).await;
    }
    service.read_by_node(&guest, &end).await;
    let mut seen = Vec::new();
    for page in 0..8 {
        let reply = service.poll(&guest, &format!("&from={from}")).await;
        assert_eq!(reply.ids().len(), if page < 7 { 4 } else { 2 });
        seen.extend(reply.ids());
        from = reply.end();
    }
    assert_eq!((seen, from), (ids, end));
}

async fn stream_tokens_outlive_the_node(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    service.publish("$1", "!a:x").await;
    drop(service);
    let service = Service::start(&place).await;
    assert_eq!(service.poll(&guest, &format!("&from={start}")).await.ids(), ["$1"]);
}

async fn stream_tokens_are_strict(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let end = service.publish("$1", "!a:x").await;
    let epoch = end.strip_prefix("s1_").unwrap();
    assert_eq!(service.poll(&guest, &format!("&from={end}")).await.status, 200);
    for token in [
        "",
        "s1",
        "1",
        "end",
        "s0_00000000",
        &format!("s2_{epoch}"),
        &format!("s01_{epoch}"),
        &format!("s%2B1_{epoch}"),
        &format!("s-1_{epoch}"),
        &format!("s1_{epoch}%20"),
        &format!("s1_{epoch}&from=s1"),
    ] {
        let (status, code) = service.poll(&guest, &format!("&from={token}")).await.error();
        assert_eq!((status, code.as_str()), (400, "M_INVALID_PARAM"), "{token}");
    }
}

async fn a_new_epoch_ends_the_node_and_its_tokens(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let end = service.publish("$1", "!a:x").await;
    service.store.new_epoch().await.unwrap();
    // The node notices it within a second. Its positions could be wrong, so it ends its polls and is not ready.
    let started = Instant::now();
    let reply = service.poll(&guest, &format!("&from={end}&timeout=20000")).await;
    assert!(reply.ids().is_empty() && started.elapsed() < Duration::from_secs(10));
    assert_eq!(service.get("/readyz").await.status, 503);
    let service = Service::start(&place).await;
    assert_eq!(service.poll(&guest, &format!("&from={end}")).await.error().0, 400);
    assert_eq!(service.get("/readyz").await.status, 200);
}

async fn empty_polls_end_in_time(place: impl Place) {
    let service = Service::with_limits(&place, Limits { longest_poll_ms: 700, ..Limits::default() }).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    for (timeout, expected) in
        [("", 0), ("&timeout=0", 0), ("&timeout=-5", 0), ("&timeout=300", 300), ("&timeout=99999999", 700)]
    {
        let started = Instant::now();
        assert!(service.poll(&guest, timeout).await.ids().is_empty());
        let waited = started.elapsed().as_millis();
        assert!((expected..expected + 5_000).contains(&waited), "{timeout}: {waited} ms");
    }
    assert_eq!(service.poll(&guest, "&timeout=soon").await.error(), (400, "M_INVALID_PARAM".to_owned()));
}
