//! The server.

use crate::store::Store;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The server. One lock guards its state, and is never held across an `await`.
pub struct Server {
    pub(crate) till_key: String,
    store: Mutex<Store>,
}

impl Server {
    /// A shop without pets, whose tills send this key.
    pub fn new(till_key: impl Into<String>) -> Self {
        Self { till_key: till_key.into(), store: Mutex::default() }
    }

    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
