//! The guarantees of the trait `Store` that other tests do not check: order, migrations and durability.

use crate::cluster;
use crate::fixture::{Place, PostgresPlace, Service, SqlitePlace, for_each_store};
use guest_events_server::store::{Grant, NewEvent, Postgres, Published, Since, Store, StoreError, Stored};
use std::sync::Arc;
use std::time::{Duration, Instant};

for_each_store! {
    a_batch_is_published_in_order,
    reads_are_limited_and_ordered,
    a_store_that_is_opened_again_has_everything,
    two_nodes_can_start_at_the_same_time,
}

fn batch(events: &[(&str, &str)]) -> Arc<[NewEvent]> {
    let event = |(id, room): &(&str, &str)| NewEvent {
        id: (*id).to_owned(),
        room: (*room).to_owned(),
        body: format!("{{\"id\":\"{id}\"}}"),
    };
    events.iter().map(event).collect()
}

fn at(position: i64) -> Published {
    Published { position, equal: true }
}

async fn a_batch_is_published_in_order(place: impl Place) {
    let store = place.open().await;
    let first = store.publish(batch(&[("$b", "!a"), ("$a", "!b"), ("$b", "!a")])).await.unwrap();
    assert_eq!(first, [at(1), at(2), at(1)]);
    // Known events keep their positions, and new ones have no gap.
    let second = store.publish(batch(&[("$a", "!b"), ("$c", "!a"), ("$b", "!other")])).await.unwrap();
    assert_eq!(second, [at(2), at(3), Published { position: 1, equal: false }]);
    assert_eq!(store.end().await.unwrap().0, 3);
}

async fn reads_are_limited_and_ordered(place: impl Place) {
    let store = place.open().await;
    let events: Vec<(String, String)> = (1..=9).map(|n| (format!("${n}"), format!("!{}", n % 3))).collect();
    let events: Vec<(&str, &str)> = events.iter().map(|(id, room)| (id.as_str(), room.as_str())).collect();
    store.publish(batch(&events)).await.unwrap();
    let positions = |events: Vec<Stored>| events.iter().map(|event| event.position).collect::<Vec<_>>();
    assert_eq!(positions(store.after(4, 3).await.unwrap()), [5, 6, 7]);
    assert_eq!(positions(store.after(9, 3).await.unwrap()), [0; 0]);
    let grant = |room: &str, since| Grant { room: room.to_owned(), since };
    let rooms: Arc<[Grant]> = Arc::new([grant("!2", 0), grant("!0", 5), grant("!none", 0)]);
    assert_eq!(positions(store.page(Arc::clone(&rooms), 0, 9, 9).await.unwrap()), [2, 5, 6, 8, 9]);
    assert_eq!(positions(store.page(Arc::clone(&rooms), 2, 8, 9).await.unwrap()), [5, 6, 8]);
    assert_eq!(positions(store.page(rooms, 0, 9, 2).await.unwrap()), [2, 5]);
    assert_eq!(
        store.after(8, 9).await.unwrap(),
        [Stored { position: 9, room: "!0".to_owned(), body: "{\"id\":\"$9\"}".to_owned() }]
    );
}

async fn a_store_that_is_opened_again_has_everything(place: impl Place) {
    let store = place.open().await;
    store.publish(batch(&[("$1", "!a")])).await.unwrap();
    store.add_guest([7; 32], &["!a".to_owned()], Since::Now).await.unwrap();
    let (end, role) = (store.end().await.unwrap(), store.role([7; 32]).await.unwrap());
    assert!(role.is_some());
    drop(store);
    let store = place.open().await;
    assert_eq!(store.end().await.unwrap(), end);
    assert_eq!(store.role([7; 32]).await.unwrap(), role);
    assert_eq!(store.role([8; 32]).await.unwrap(), None);
    assert_eq!(store.publish(batch(&[("$2", "!a")])).await.unwrap(), [at(2)]);
}

async fn two_nodes_can_start_at_the_same_time(place: impl Place) {
    let (one, other) = tokio::join!(place.open(), place.open());
    assert_eq!(one.end().await.unwrap(), other.end().await.unwrap());
    assert_eq!(one.end().await.unwrap().1.len(), 8);
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_rejected() {
    let place = SqlitePlace::new();
    drop(place.open().await);
    let path = place.url();
    let path = path.strip_prefix("sqlite:").unwrap();
    rusqlite::Connection::open(path).unwrap().pragma_update(None, "user_version", 1_000).unwrap();
    let error = guest_events_server::store::Sqlite::open(path.as_ref()).err().unwrap();
    assert!(matches!(&error, StoreError::Rejected(reason) if reason.contains("newer version")), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_rejected() {
    let Some(place) = PostgresPlace::new().await else { return };
    drop(place.open().await);
    execute(&place.0, "insert into migrations (version) values (1000)").await;
    let error = Postgres::open(&place.0).await.err().unwrap();
    assert!(matches!(&error, StoreError::Rejected(reason) if reason.contains("newer version")), "{error}");
}

async fn execute(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
}

/// A transaction that publishes, but does not commit yet, holds back all later ones: a poll cannot continue after an event
/// that becomes visible before an earlier one.
#[tokio::test(flavor = "multi_thread")]
async fn a_late_commit_is_not_missed() {
    let Some(place) = PostgresPlace::new().await else { return };
    let service = Service::start(&place).await;
    let guest = service.guest(&["!a:x"], Since::Beginning).await;
    let start = service.poll(&guest, "").await.end();
    let body = crate::fixture::event("$late", "!a:x").to_string();
    let late = format!(
        "begin; select publish(array['$late'], array['!a:x'], array['{body}']); select pg_sleep(1); commit"
    );
    let late = execute(&place.0, &late);
    let early = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let started = Instant::now();
        service.publish("$early", "!a:x").await;
        started.elapsed()
    };
    let polls = async {
        let (mut seen, mut from) = (Vec::new(), start);
        while seen.len() < 2 {
            let reply = service.poll(&guest, &format!("&from={from}&timeout=5000")).await;
            seen.extend(reply.ids());
            from = reply.end();
        }
        seen
    };
    let ((), waited, seen) = tokio::join!(late, early, polls);
    assert_eq!(seen, ["$late", "$early"]);
    assert!(waited > Duration::from_millis(300), "the second transaction did not wait: {waited:?}");
}

/// If a node does not get a notification, it reads new events all the same, and listens again.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_notification_only_delays() {
    let Some(mut cluster) = cluster::Cluster::start() else { return };
    let (database, url) = cluster.database().await;
    let place = PostgresPlace(url);
    let (one, other) = (Service::start(&place).await, Service::start(&place).await);
    let guest = one.guest(&["!a:x"], Since::Beginning).await;
    let mut from = one.poll(&guest, "").await.end();
    for round in 0..3 {
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null";
        let fault = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if round == 2 {
                cluster.restart();
            } else {
                cluster.execute(&database, cut).await;
            }
            other.publish(&format!("${round}"), "!a:x").await;
        };
        let started = Instant::now();
        let query = format!("&from={from}&timeout=30000");
        let (reply, ()) = tokio::join!(one.poll(&guest, &query), fault);
        assert_eq!(reply.ids(), [format!("${round}")]);
        assert!(started.elapsed() < Duration::from_secs(20));
        from = reply.end();
    }
}

/// Without notifications, a node reads once a second. Two events that arrive faster than that prove that it is notified.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_another_node_arrives_at_once() {
    let Some(place) = PostgresPlace::new().await else { return };
    let (one, other) = (Service::start(&place).await, Service::start(&place).await);
    let guest = one.guest(&["!a:x"], Since::Beginning).await;
    let mut from = one.poll(&guest, "").await.end();
    let mut fast = 0;
    for round in 0..20 {
        let (query, id) = (format!("&from={from}&timeout=30000"), format!("${round}"));
        let started = Instant::now();
        let (reply, _) = tokio::join!(one.poll(&guest, &query), other.publish(&id, "!a:x"));
        assert_eq!(reply.ids(), [id]);
        from = reply.end();
        fast = if started.elapsed() < Duration::from_millis(400) { fast + 1 } else { 0 };
        if fast == 2 {
            return;
        }
    }
    panic!("no two events in sequence arrive at once");
}
