//! The limits of parked polls: one for each token, and one for the node.

use crate::error::MatrixError;
use crate::metrics::Metrics;
use crate::store::Hash;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The seats of a node. Each parked poll takes one.
pub(crate) struct Seats {
    per_token: usize,
    most: usize,
    metrics: Arc<Metrics>,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    of_token: HashMap<Hash, usize>,
}

/// A seat, which is free again when it is dropped.
pub(crate) struct Seat<'s> {
    seats: &'s Seats,
    token: Hash,
}

impl Seats {
    pub(crate) fn new(per_token: usize, most: usize, metrics: Arc<Metrics>) -> Self {
        Self { per_token, most, metrics, taken: Mutex::default() }
    }

    /// Takes a seat, if there is one for this token.
    pub(crate) fn take(&self, token: Hash) -> Result<Seat<'_>, MatrixError> {
        let mut taken = self.taken();
        if taken.all >= self.most {
            return Err(MatrixError::unavailable("Too many polls wait, try again"));
        }
        let of_token = taken.of_token.entry(token).or_insert(0);
        if *of_token >= self.per_token {
            return Err(MatrixError::too_many("Too many polls with this token wait"));
        }
        *of_token += 1;
        taken.all += 1;
        self.metrics.parked.inc();
        Ok(Seat { seats: self, token })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.all -= 1;
        self.seats.metrics.parked.dec();
        if let Entry::Occupied(mut of_token) = taken.of_token.entry(self.token) {
            *of_token.get_mut() -= 1;
            if *of_token.get() == 0 {
                of_token.remove();
            }
        }
    }
}
