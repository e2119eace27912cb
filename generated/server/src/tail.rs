//! The tail of the stream in the memory of a node: the last events, and the polls that wait for the next ones.

use crate::store::Grant;
use guest_events::types::RoomEvent;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use tokio::sync::Notify;

/// An event in memory, shared by all polls that return it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) position: i64,
    pub(crate) event: Arc<RoomEvent>,
}

/// The tail has all events with positions in `first + 1 ..= end`.
pub(crate) struct Tail {
    first: i64,
    end: i64,
    limits: Limits,
    /// The room and the size of each event, the oldest one first.
    order: VecDeque<(Arc<str>, usize)>,
    bytes: usize,
    rooms: HashMap<Arc<str>, Room>,
    last_poll: u64,
}

/// The limits of the events in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) events: usize,
    /// The sum of the lengths of their JSON.
    pub(crate) bytes: usize,
}

#[derive(Default)]
struct Room {
    events: VecDeque<Seen>,
    waiting: HashMap<u64, Arc<Notify>>,
}

/// The events that a poll finds.
pub(crate) enum Look {
    /// The events, and the place after the last one that was looked at.
    Found(Vec<Seen>, i64),
    /// The poll continues from before the tail. The tail ends at this place.
    Old(i64),
    /// There are none up to this place. The poll is registered, and has to leave.
    Nothing(Waiting, i64),
}

/// A registered poll.
pub(crate) struct Waiting {
    poll: u64,
    rooms: Vec<Arc<str>>,
    /// Notified at the next event. A notification from before the first wait is kept.
    pub(crate) bell: Arc<Notify>,
}

impl Tail {
    /// Creates an empty tail at the end of the stream.
    pub(crate) fn new(end: i64, limits: Limits) -> Self {
        let (order, rooms) = (VecDeque::new(), HashMap::new());
        Self { first: end, end, limits, order, bytes: 0, rooms, last_poll: 0 }
    }

    pub(crate) fn end(&self) -> i64 {
        self.end
    }

    /// Looks for events after `from`, and registers the poll if there are none. Both happen at once, so an event cannot be
    /// appended in between.
    pub(crate) fn look(&mut self, rooms: &[Grant], from: i64, limit: usize) -> Look {
        // Another node may have read further, and have given out `from`.
        let end = self.end.max(from);
        if from < self.first {
            return Look::Old(end);
        }
        let mut found = Vec::new();
        for grant in rooms {
            let Some(room) = self.rooms.get(grant.room.as_str()) else { continue };
            let after = from.max(grant.since);
            let start = room.events.partition_point(|seen| seen.position <= after);
            found.extend(room.events.range(start..).take(limit + 1).cloned());
        }
        if found.is_empty() {
            return Look::Nothing(self.register(rooms), end);
        }
        found.sort_by_key(|seen| seen.position);
        let complete = found.len() <= limit;
        found.truncate(limit);
        let last = found.last().map_or(end, |seen| seen.position);
        Look::Found(found, if complete { end } else { last })
    }

    fn register(&mut self, rooms: &[Grant]) -> Waiting {
        self.last_poll += 1;
        let mut waiting =
            Waiting { poll: self.last_poll, rooms: Vec::with_capacity(rooms.len()), bell: Arc::default() };
        for grant in rooms {
            let name = self.name(&grant.room);
            let room = self.rooms.entry(Arc::clone(&name)).or_default();
            room.waiting.insert(waiting.poll, Arc::clone(&waiting.bell));
            waiting.rooms.push(name);
        }
        waiting
    }

    /// Removes a poll.
    pub(crate) fn leave(&mut self, poll: &Waiting) {
        for name in &poll.rooms {
            if let Some(room) = self.rooms.get_mut(name) {
                room.waiting.remove(&poll.poll);
            }
            self.remove_if_unused(name);
        }
    }

    /// Appends the event at the next position, or only moves the end if the event cannot be read. Adds the polls that wait
    /// for it to `woken`. Returns whether positions were skipped. If so, all earlier events are forgotten.
    pub(crate) fn append(
        &mut self,
        position: i64,
        room: &str,
        size: usize,
        event: Option<Arc<RoomEvent>>,
        woken: &mut HashMap<u64, Arc<Notify>>,
    ) -> bool {
        let skipped = position != self.end + 1;
        if skipped {
            while !self.order.is_empty() {
                self.forget_oldest();
            }
            self.first = position - 1;
        }
        self.end = position;
        let name = self.name(room);
        let room = self.rooms.entry(Arc::clone(&name)).or_default();
        if let Some(event) = event {
            room.events.push_back(Seen { position, event });
        }
        woken.extend(room.waiting.drain());
        self.order.push_back((name, size));
        self.bytes += size;
        while self.order.len() > self.limits.events || self.bytes > self.limits.bytes {
            self.forget_oldest();
        }
        skipped
    }

    fn forget_oldest(&mut self) {
        let Some((name, size)) = self.order.pop_front() else { return };
        self.bytes -= size;
        self.first += 1;
        if let Some(room) = self.rooms.get_mut(&name) {
            while room.events.front().is_some_and(|seen| seen.position <= self.first) {
                room.events.pop_front();
            }
        }
        self.remove_if_unused(&name);
    }

    fn remove_if_unused(&mut self, name: &Arc<str>) {
        if self.rooms.get(name).is_some_and(|room| room.events.is_empty() && room.waiting.is_empty()) {
            self.rooms.remove(name);
        }
    }

    /// Returns the name that the map of rooms already has, so that each name is in memory once.
    fn name(&self, room: &str) -> Arc<str> {
        self.rooms.get_key_value(room).map_or_else(|| room.into(), |(name, _)| Arc::clone(name))
    }
}

#[cfg(test)]
mod tests;
