//! A petstore in memory: the code of a server author around the code that Stubsmith generates from
//! `spec/petstore.yaml`. [`Server`] implements [`petstore::Api`] and the trait of each tag, each in its own file. Pass
//! it to [`petstore::service`].

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

/// The server. One lock guards its state, and is never held across an `await`.
pub struct Server {
    till_key: String,
    store: Mutex<Store>,
}

impl Server {
    /// A shop without pets, whose tills send this key.
    pub fn new(till_key: impl Into<String>) -> Self {
        Self { till_key: till_key.into(), store: Mutex::default() }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
