use super::{Limits, Look, Seen, Tail};
use crate::store::Grant;
use guest_events::types::RoomEvent;
use std::collections::HashMap;
use std::sync::Arc;

const MANY: Limits = Limits { events: 100, bytes: 10_000 };

fn grants(rooms: &[(&str, i64)]) -> Vec<Grant> {
    rooms.iter().map(|(room, since)| Grant { room: (*room).to_owned(), since: *since }).collect()
}

/// Appends an event of 10 bytes. Returns the number of polls that it wakes.
fn append(tail: &mut Tail, position: i64, room: &str) -> usize {
    let mut woken = HashMap::new();
    let event = Arc::new(RoomEvent::new(format!("${position}"), room, "@a:x"));
    assert!(!tail.append(position, room, 10, Some(event), &mut woken));
    woken.len()
}

#[track_caller]
fn found(tail: &mut Tail, rooms: &[(&str, i64)], from: i64, limit: usize) -> (Vec<i64>, i64) {
    match tail.look(&grants(rooms), from, limit) {
        Look::Found(seen, end) => (seen.iter().map(|Seen { position, .. }| *position).collect(), end),
        Look::Old(_) => panic!("older than the tail"),
        Look::Nothing(waiting, end) => {
            tail.leave(&waiting);
            (Vec::new(), end)
        }
    }
}

#[test]
fn events_of_several_rooms_are_in_order() {
    let mut tail = Tail::new(10, MANY);
    for (position, room) in [(11, "!a"), (12, "!b"), (13, "!c"), (14, "!a"), (15, "!b")] {
        append(&mut tail, position, room);
    }
    assert_eq!(found(&mut tail, &[("!b", 0), ("!a", 0)], 10, 9), (vec![11, 12, 14, 15], 15));
    assert_eq!(found(&mut tail, &[("!b", 0), ("!a", 0)], 12, 9), (vec![14, 15], 15));
    // The end is the end of the tail, although the last event of this room is older.
    assert_eq!(found(&mut tail, &[("!c", 0)], 10, 9), (vec![13], 15));
    assert_eq!(found(&mut tail, &[("!d", 0)], 10, 9), (vec![], 15));
}

#[test]
fn a_page_that_is_cut_ends_at_its_last_event() {
    let mut tail = Tail::new(0, MANY);
    for position in 1..=5 {
        append(&mut tail, position, if position % 2 == 0 { "!a" } else { "!b" });
    }
    assert_eq!(found(&mut tail, &[("!a", 0), ("!b", 0)], 0, 3), (vec![1, 2, 3], 3));
    assert_eq!(found(&mut tail, &[("!a", 0), ("!b", 0)], 3, 3), (vec![4, 5], 5));
    assert_eq!(found(&mut tail, &[("!a", 0), ("!b", 0)], 0, 5), (vec![1, 2, 3, 4, 5], 5));
}

#[test]
fn events_before_a_grant_are_not_found() {
    let mut tail = Tail::new(0, MANY);
    for position in 1..=4 {
        append(&mut tail, position, "!a");
    }
    assert_eq!(found(&mut tail, &[("!a", 2)], 0, 9), (vec![3, 4], 4));
    assert_eq!(found(&mut tail, &[("!a", 4)], 0, 9), (vec![], 4));
}

#[test]
fn a_place_beyond_the_tail_is_kept() {
    let mut tail = Tail::new(3, MANY);
    assert_eq!(found(&mut tail, &[("!a", 0)], 7, 9), (vec![], 7));
    append(&mut tail, 4, "!a");
    assert_eq!(found(&mut tail, &[("!a", 0)], 7, 9), (vec![], 7));
}

#[test]
fn the_limits_forget_the_oldest_events() {
    for limits in [Limits { events: 3, bytes: 10_000 }, Limits { events: 100, bytes: 39 }] {
        let mut tail = Tail::new(0, limits);
        for position in 1..=5 {
            append(&mut tail, position, if position == 1 { "!old" } else { "!a" });
        }
        assert!(matches!(tail.look(&grants(&[("!a", 0)]), 1, 9), Look::Old(5)));
        assert_eq!(found(&mut tail, &[("!a", 0)], 2, 9), (vec![3, 4, 5], 5));
        assert_eq!(tail.rooms.len(), 1, "the room without events is still there");
    }
}

#[test]
fn an_event_larger_than_the_limit_is_read_from_the_store() {
    let mut tail = Tail::new(0, Limits { events: 3, bytes: 5 });
    append(&mut tail, 1, "!a");
    assert!(matches!(tail.look(&grants(&[("!a", 0)]), 0, 9), Look::Old(1)));
    assert_eq!(found(&mut tail, &[("!a", 0)], 1, 9), (vec![], 1));
}

#[test]
fn an_event_wakes_the_polls_of_its_room_once() {
    let mut tail = Tail::new(0, MANY);
    let Look::Nothing(first, 0) = tail.look(&grants(&[("!a", 0), ("!b", 0)]), 0, 9) else { panic!() };
    let Look::Nothing(second, 0) = tail.look(&grants(&[("!b", 0)]), 0, 9) else { panic!() };
    assert_eq!(append(&mut tail, 1, "!c"), 0);
    assert_eq!(append(&mut tail, 2, "!a"), 1);
    assert_eq!(append(&mut tail, 3, "!a"), 0);
    assert_eq!(append(&mut tail, 4, "!b"), 2);
    tail.leave(&first);
    tail.leave(&second);
    assert!(tail.rooms.values().all(|room| room.waiting.is_empty()));
}

#[test]
fn polls_that_leave_are_not_in_memory() {
    let mut tail = Tail::new(0, MANY);
    let Look::Nothing(waiting, _) = tail.look(&grants(&[("!a", 0), ("!b", 0)]), 0, 9) else { panic!() };
    assert_eq!(tail.rooms.len(), 2);
    tail.leave(&waiting);
    assert!(tail.rooms.is_empty());
    assert_eq!(append(&mut tail, 1, "!a"), 0);
}

#[test]
fn skipped_positions_are_noticed_and_read_from_the_store() {
    let mut tail = Tail::new(0, MANY);
    append(&mut tail, 1, "!a");
    let event = Some(Arc::new(RoomEvent::new("$3", "!a", "@a:x")));
    assert!(tail.append(3, "!a", 10, event, &mut HashMap::new()));
    assert!(matches!(tail.look(&grants(&[("!a", 0)]), 1, 9), Look::Old(3)));
}
