//! Access tokens: how they are created, stored and looked up.

use crate::error::MatrixError;
use crate::metrics::Metrics;
use crate::store::{Grant, Hash, Role, Store, StoreError, patiently};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// The tokens in memory.
const MOST: usize = 100_000;

/// Creates a token. It is shown once, and only its hash is stored.
///
/// # Errors
///
/// If the system has no source of random numbers.
pub fn new_token(prefix: &str) -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let mut token = format!("{prefix}_");
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

/// Returns the hash that the store has for a token.
pub fn hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}

/// A guest whose token was accepted.
pub(crate) struct Guest {
    pub(crate) token: Hash,
    pub(crate) grants: Arc<[Grant]>,
}

impl Guest {
    /// Returns the grants for the rooms of a request, or all of them if it names none. The error does not reveal whether a
    /// room exists.
    pub(crate) fn rooms(&self, requested: &[String]) -> Result<Arc<[Grant]>, MatrixError> {
        if requested.is_empty() {
            return Ok(Arc::clone(&self.grants));
        }
        let mut rooms: Vec<Grant> = Vec::with_capacity(requested.len().min(self.grants.len()));
        for room in requested {
            let grant = self.grants.iter().find(|grant| grant.room == *room);
            let grant =
                grant.ok_or_else(|| MatrixError::forbidden("This guest cannot peek into the room"))?;
            if !rooms.contains(grant) {
                rooms.push(grant.clone());
            }
        }
        Ok(rooms.into())
    }
}

/// The result of a look-up, if the token exists.
#[derive(Clone)]
enum Known {
    Guest(Arc<[Grant]>),
    Publisher,
}

/// A look-up. Requests with the same token wait for the first one.
struct LookUp {
    started: Instant,
    known: OnceCell<Option<Known>>,
}

/// Looks up tokens, and remembers them for some time.
pub(crate) struct Access {
    metrics: Arc<Metrics>,
    remembered: Duration,
    look_ups: Mutex<HashMap<Hash, Arc<LookUp>>>,
}

impl Access {
    /// Remembers each token for this time.
    pub(crate) fn new(metrics: Arc<Metrics>, remembered: Duration) -> Self {
        Self { metrics, remembered, look_ups: Mutex::default() }
    }

    /// Returns the guest of a token.
    pub(crate) async fn guest<S: Store>(&self, store: &S, token: Hash) -> Result<Guest, MatrixError> {
        match self.known(store, token).await? {
            Some(Known::Guest(grants)) => Ok(Guest { token, grants }),
            Some(Known::Publisher) => Err(MatrixError::forbidden("This token only publishes")),
            None => Err(MatrixError::unknown_token()),
        }
    }

    /// Checks that a token can publish.
    pub(crate) async fn publisher<S: Store>(&self, store: &S, token: Hash) -> Result<(), MatrixError> {
        match self.known(store, token).await? {
            Some(Known::Publisher) => Ok(()),
            Some(Known::Guest(_)) => Err(MatrixError::forbidden("This token cannot publish")),
            None => Err(MatrixError::unknown_token()),
        }
    }

    async fn known<S: Store>(&self, store: &S, token: Hash) -> Result<Option<Known>, StoreError> {
        let look_up = self.look_up(token);
        let read = || async {
            self.metrics.reads.token.inc();
            Ok(patiently(|| store.role(token)).await?.map(|role| match role {
                Role::Guest(grants) => Known::Guest(grants.into()),
                Role::Publisher => Known::Publisher,
            }))
        };
        let known = look_up.known.get_or_try_init(read).await.cloned();
        // An unknown token is not remembered: it would fill the memory, and it may be added in the next second.
        if matches!(known, Ok(None)) {
            self.look_ups().remove(&token);
        }
        known
    }

    /// Returns the current look-up of a token, or starts one.
    fn look_up(&self, token: Hash) -> Arc<LookUp> {
        let mut look_ups = self.look_ups();
        let is_fresh = |look_up: &LookUp| look_up.started.elapsed() < self.remembered;
        if let Some(look_up) = look_ups.get(&token).filter(|look_up| is_fresh(look_up)) {
            return Arc::clone(look_up);
        }
        if look_ups.len() >= MOST {
            look_ups.retain(|_, look_up| is_fresh(look_up));
        }
        if look_ups.len() >= MOST {
            look_ups.clear();
        }
        let look_up = Arc::new(LookUp { started: Instant::now(), known: OnceCell::new() });
        look_ups.insert(token, Arc::clone(&look_up));
        look_up
    }

    fn look_ups(&self) -> MutexGuard<'_, HashMap<Hash, Arc<LookUp>>> {
        self.look_ups.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
