//! The comparison, and its figures.

use super::Load;
use super::poller::Seen;
use super::publisher::Acknowledged;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::time::Duration;

/// The result of a run.
pub struct Report {
    load: Load,
    took: Duration,
    published: usize,
    repeated: usize,
    /// The deliveries that the acknowledgements require, and those that happened.
    pub due: usize,
    delivered: usize,
    /// Clients that saw their events exactly.
    exact: usize,
    pub missing: usize,
    twice: usize,
    disordered: usize,
    foreign: usize,
    backwards: usize,
    /// Events that have the position of another one, and acknowledgements of one publisher that go back.
    doubled: usize,
    reordered: usize,
    errors: BTreeMap<String, usize>,
    delivery: Latencies,
    acknowledgement: Latencies,
}

struct Latencies(Vec<u32>);

impl Report {
    pub(super) fn new(
        load: Load,
        published: &[Vec<Acknowledged>],
        seen: &[Seen],
        took: Duration,
        errors: BTreeMap<String, usize>,
    ) -> Self {
        let mut all: Vec<&Acknowledged> = published.iter().flatten().collect();
        all.sort_unstable_by_key(|event| event.position);
        let mut of_room: HashMap<usize, Vec<&Acknowledged>> = HashMap::new();
        for event in &all {
            of_room.entry(event.room).or_default().push(event);
        }
        let positions: HashSet<i64> = all.iter().map(|event| event.position).collect();
        let mut report = Self {
            load,
            took,
            published: all.len(),
            repeated: all.iter().filter(|event| event.repeated).count(),
            due: 0,
            delivered: 0,
            exact: 0,
            missing: 0,
            twice: 0,
            disordered: 0,
            foreign: seen.iter().map(|seen| seen.foreign).sum(),
            backwards: seen.iter().map(|seen| seen.backwards).sum(),
            doubled: all.len() - positions.len(),
            reordered: published.iter().map(|events| breaks(events.iter().map(|event| event.position))).sum(),
            errors,
            delivery: Latencies::new(seen.iter().flat_map(|seen| seen.latencies.iter().copied())),
            acknowledgement: Latencies::new(all.iter().map(|event| event.latency)),
        };
        for seen in seen {
            report.compare(seen, &of_room);
        }
        report
    }

    fn compare(&mut self, seen: &Seen, of_room: &HashMap<usize, Vec<&Acknowledged>>) {
        let rooms = seen.rooms.iter().filter_map(|room| of_room.get(room)).flatten();
        let mut due: Vec<_> = rooms.filter(|event| event.position > seen.from).collect();
        due.sort_unstable_by_key(|event| event.position);
        let due: Vec<u32> = due.iter().map(|event| event.number).collect();
        self.due += due.len();
        self.delivered += seen.events.len();
        if due == seen.events {
            self.exact += 1;
            return;
        }
        let distinct: HashSet<u32> = seen.events.iter().copied().collect();
        self.missing += due.iter().filter(|number| !distinct.contains(number)).count();
        self.twice += seen.events.len() - distinct.len();
        let place: HashMap<u32, usize> = due.iter().copied().zip(0..).collect();
        self.disordered += breaks(seen.events.iter().filter_map(|number| place.get(number)));
    }

    /// Fails unless each client saw all of its events once and in order. A run without events proves nothing, so it fails too.
    pub fn assert_exact(&self) {
        let events = (self.load.rate * self.load.seconds) as usize;
        assert_eq!(self.published, events, "not all events were published\n{self}");
        assert!(self.due >= self.load.polls, "fewer events were due than there are clients\n{self}");
        assert_eq!(self.exact, self.load.polls, "some clients did not see their events exactly\n{self}");
        let wrong = [self.foreign, self.backwards, self.doubled, self.reordered];
        assert_eq!(wrong, [0; 4], "foreign, backwards, doubled, reordered\n{self}");
    }

    /// The number of failed requests whose description contains a string.
    pub fn errors(&self, text: &str) -> usize {
        self.errors.iter().filter(|(error, _)| error.contains(text)).map(|(_, number)| number).sum()
    }
}

/// The number of values that are not greater than the one before.
fn breaks<T: PartialOrd>(values: impl Iterator<Item = T>) -> usize {
    let values: Vec<T> = values.collect();
    values.windows(2).filter(|pair| pair[1] <= pair[0]).count()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = f64::from(u32::try_from(self.published).unwrap_or(u32::MAX)) / self.took.as_secs_f64();
        let Load { polls, rooms, .. } = self.load;
        writeln!(f, "{polls} polls, {rooms} rooms: {} events, {rate:.0} in a second", self.published)?;
        writeln!(f, "  due {}, delivered {}, exact clients {}", self.due, self.delivered, self.exact)?;
        write!(f, "  missing {}, twice {}, disordered {}", self.missing, self.twice, self.disordered)?;
        write!(f, ", foreign {}, backwards {}", self.foreign, self.backwards)?;
        writeln!(f, ", positions doubled {}, acknowledgements reordered {}", self.doubled, self.reordered)?;
        writeln!(f, "  published again {}, errors {:?}", self.repeated, self.errors)?;
        writeln!(f, "  delivery {}", self.delivery)?;
        write!(f, "  acknowledgement {}", self.acknowledgement)
    }
}

impl Latencies {
    fn new(values: impl Iterator<Item = u32>) -> Self {
        let mut values: Vec<u32> = values.collect();
        values.sort_unstable();
        Self(values)
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |part: f64| {
            let last = self.0.len().saturating_sub(1);
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
            let index = (last as f64 * part) as usize;
            f64::from(self.0.get(index).copied().unwrap_or_default()) / 1_000.0
        };
        write!(f, "p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", at(0.5), at(0.99), at(1.0))
    }
}
