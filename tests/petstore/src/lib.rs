//! A petstore in memory: what a server author writes around the code that is generated from
//! `spec/petstore.yaml`. [`Server`] implements [`petstore::Api`] and the trait of each tag, each in a
//! file of its own; hand it to [`petstore::service`].

mod access;
mod orders;
mod pets;
mod photos;
mod refusal;
mod store;
mod users;

include!(concat!(env!("OUT_DIR"), "/petstore.rs"));

pub use access::Caller;
pub use refusal::Refusal;

use std::sync::{Mutex, MutexGuard, PoisonError};
use store::Store;

/// The server: all that it knows is behind one lock, which nobody holds while something is awaited.
pub struct Server {
    till_key: String,
    store: Mutex<Store>,
}

impl Server {
    /// A shop without pets, whose tills present this key.
    pub fn new(till_key: impl Into<String>) -> Self {
        Self { till_key: till_key.into(), store: Mutex::default() }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
