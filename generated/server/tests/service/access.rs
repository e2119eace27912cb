//! Permissions and limits.

use crate::fixture::{Place, Service, event, for_each_store};
use axum::body::Body;
use axum::http::Request;
use guest_events_server::access::hash;
use guest_events_server::config::Limits;
use guest_events_server::store::{Since, Store as _};
use std::time::Duration;

for_each_store! {
    tokens_are_required,
    guests_see_only_their_rooms,
    a_grant_can_begin_now,
    a_token_has_one_role,
    a_revoked_token_is_rejected,
    a_revoked_token_ends_its_parked_poll,
    tokens_are_stored_as_hashes,
    parked_polls_of_a_token_are_limited,
    parked_polls_of_a_node_are_limited,
}

fn error(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

async fn tokens_are_required(place: impl Place) {
    let service = Service::start(&place).await;
    assert_eq!(service.get(crate::fixture::EVENTS).await.error(), error(401, "M_MISSING_TOKEN"));
    assert_eq!(service.poll("", "").await.error(), error(401, "M_MISSING_TOKEN"));
    assert_eq!(service.poll("wrong", "").await.error(), error(401, "M_UNKNOWN_TOKEN"));
    for authorization in [None, Some("Bearer"), Some("Bearer "), Some("Basic YTpi"), Some("Bearer wrong")] {
        let mut request = Request::post("/publish");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        let reply = service.call(request.body(Body::from(event("$1", "!a:x").to_string())).unwrap()).await;
        assert_eq!(reply.status, 401, "{authorization:?}");
        assert_eq!(reply.headers["www-authenticate"], "Bearer realm=\"publishing\"");
    }
}

async fn guests_see_only_their_rooms(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let without_rooms = service.guest(&[], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    let end = service.publish("$1", "!secret:x").await;
    service.read_by_node(&guest, &end).await;
    // The response is the same, whether the room exists or not.
    let existing = service.poll(&guest, "&room_id=!secret:x").await;
    let missing = service.poll(&guest, "&room_id=!a:x,!missing:x").await;
    assert_eq!(existing.error(), error(403, "M_FORBIDDEN"));
    assert_eq!(existing.text, missing.text);
    // A token of another guest is only a place: the rooms come from the access token.
    for token in [&guest, &without_rooms] {
        assert!(service.poll(token, &format!("&from={start}")).await.ids().is_empty());
    }
}

async fn a_grant_can_begin_now(place: impl Place) {
    let service = Service::start(&place).await;
    let early = service.guest(&["!a:x"], Since::Beginning).await;
    let start = service.poll(&early, "").await.end();
    service.publish("$1", "!a:x").await;
    let late = service.guest(&["!a:x", "!a:x"], Since::Now).await;
    let end = service.publish("$2", "!a:x").await;
    service.read_by_node(&early, &end).await;
    assert_eq!(service.poll(&early, &format!("&from={start}")).await.ids(), ["$1", "$2"]);
    assert_eq!(service.poll(&late, &format!("&from={start}")).await.ids(), ["$2"]);
    // The same from the store, without the events in memory.
    let service = Service::start(&place).await;
    assert_eq!(service.poll(&early, &format!("&from={start}")).await.ids(), ["$1", "$2"]);
    assert_eq!(service.poll(&late, &format!("&from={start}")).await.ids(), ["$2"]);
}

async fn a_token_has_one_role(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    assert_eq!(service.poll(service.publisher(), "").await.error(), error(403, "M_FORBIDDEN"));
    let reply = service.publish_as(&guest, event("$1", "!a:x").to_string()).await;
    assert_eq!(reply.error(), error(403, "M_FORBIDDEN"));
    assert!(service.store.add_publisher(hash(&guest)).await.is_err(), "a guest became a publisher");
    assert!(service.store.add_guest(hash(&guest), &["!b:x".to_owned()], Since::Beginning).await.is_err());
    assert_eq!(service.poll(&guest, "&room_id=!b:x").await.error(), error(403, "M_FORBIDDEN"));
}

async fn a_revoked_token_is_rejected(place: impl Place) {
    let service = Service::start(&place).await;
    let (used, unused) =
        (service.guest(&["!a:x"], Since::Now).await, service.guest(&["!a:x"], Since::Now).await);
    assert_eq!(service.poll(&used, "").await.status, 200);
    for token in [&used, &unused] {
        assert!(service.store.revoke(hash(token)).await.unwrap());
        assert!(!service.store.revoke(hash(token)).await.unwrap());
    }
    assert_eq!(service.poll(&unused, "").await.error(), error(401, "M_UNKNOWN_TOKEN"));
    // This node remembers the token for some time. Another one does not know it.
    assert_eq!(service.poll(&used, "").await.status, 200);
    assert_eq!(Service::start(&place).await.poll(&used, "").await.error(), error(401, "M_UNKNOWN_TOKEN"));
}

async fn a_revoked_token_ends_its_parked_poll(place: impl Place) {
    let service = Service::with_limits(&place, Limits { remembered_token_ms: 0, ..Limits::default() }).await;
    let guest = service.guest(&["!a:x"], Since::Now).await;
    let mut parked = park(&service, &guest, 1).await;
    assert!(service.store.revoke(hash(&guest)).await.unwrap());
    service.publish("$1", "!a:x").await;
    assert_eq!(parked.remove(0).await.unwrap(), 401);
}

async fn tokens_are_stored_as_hashes(place: impl Place) {
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Now).await;
    assert_eq!(service.poll(&guest, "").await.status, 200);
    assert!(guest.len() > 64, "{guest}");
    if let Some(path) = place.url().strip_prefix("sqlite:") {
        for file in [path.to_owned(), format!("{path}-wal")] {
            let bytes = std::fs::read(file).unwrap();
            let secret = guest.rsplit('_').next().unwrap().as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

/// Parks polls until the metrics show them. Returns their tasks.
async fn park(
    service: &Service<impl guest_events_server::store::Store>,
    guest: &str,
    polls: usize,
) -> Vec<tokio::task::JoinHandle<u16>> {
    use tower::ServiceExt as _;
    let tasks = (0..polls).map(|_| {
        let path = format!("{}?access_token={guest}&timeout=60000", crate::fixture::EVENTS);
        let (router, request) = (service.router(), Request::get(path).body(Body::empty()).unwrap());
        tokio::spawn(async move { router.oneshot(request).await.unwrap().status().as_u16() })
    });
    let tasks = tasks.collect();
    for _ in 0..500 {
        let metrics = service.get("/metrics").await.text;
        if metrics.contains(&format!("guest_events_parked_polls {polls}\n")) {
            return tasks;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the polls do not wait");
}

async fn parked_polls_of_a_token_are_limited(place: impl Place) {
    let service = Service::with_limits(&place, Limits { parked_per_token: 3, ..Limits::default() }).await;
    let (guest, other) =
        (service.guest(&["!a:x"], Since::Now).await, service.guest(&["!a:x"], Since::Now).await);
    let parked = park(&service, &guest, 3).await;
    assert_eq!(service.poll(&guest, "&timeout=1000").await.error(), error(429, "M_LIMIT_EXCEEDED"));
    assert_eq!(service.poll(&guest, "").await.status, 200, "a poll that does not wait was counted");
    assert_eq!(service.poll(&other, "&timeout=100").await.status, 200);
    // A client that disconnects frees its seat.
    parked[0].abort();
    for _ in 0..500 {
        if service.poll(&guest, "&timeout=10").await.status == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(service.poll(&guest, "&timeout=10").await.status, 200);
    service.publish("$1", "!a:x").await;
    for poll in parked.into_iter().skip(1) {
        assert_eq!(poll.await.unwrap(), 200);
    }
    park(&service, &guest, 3).await.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn parked_polls_of_a_node_are_limited(place: impl Place) {
    let service = Service::with_limits(&place, Limits { parked: 2, ..Limits::default() }).await;
    let (guest, other) =
        (service.guest(&["!a:x"], Since::Now).await, service.guest(&["!a:x"], Since::Now).await);
    let parked = park(&service, &guest, 2).await;
    assert_eq!(service.poll(&other, "&timeout=1000").await.error(), error(503, "M_UNKNOWN"));
    service.publish("$1", "!a:x").await;
    for poll in parked {
        assert_eq!(poll.await.unwrap(), 200);
    }
}
