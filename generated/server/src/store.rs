//! The store keeps the events, and the hashes of the tokens.
//!
//! Positions are 1, 2, 3 and so on, without gaps, in the order of commits: if an event is visible, all events before it are
//! visible too. A reader that continues after the last position therefore misses no event, and can prove it.

mod postgres;
mod sqlite;

pub use postgres::Postgres;
pub use sqlite::Sqlite;

use std::time::{Duration, Instant};
use std::{fmt, sync::Arc};
use tokio::{sync::Notify, time};

/// The SHA-256 of a token. A token has 256 random bits, so it needs no slow hash.
pub type Hash = [u8; 32];

/// A stored event. `body` is its JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The position in the stream.
    pub position: i64,
    /// The ID of the room.
    pub room: String,
    /// The JSON of the event.
    pub body: String,
}

/// An event to publish.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The ID of the event. A client that did not get a response can publish again with the same ID.
    pub id: String,
    /// The ID of the room.
    pub room: String,
    /// The JSON of the event.
    pub body: String,
}

/// The result for one event of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The position of the event with this ID: a new one, or the one that it already had.
    pub position: i64,
    /// Whether the stored event is equal to the published one. If not, nothing has changed.
    pub equal: bool,
}

/// A room that a guest may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The ID of the room.
    pub room: String,
    /// The position after which events are visible.
    pub since: i64,
}

/// The permissions of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Reads these rooms.
    Guest(Vec<Grant>),
    /// Publishes events in any room.
    Publisher,
}

/// The first event that a new guest sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The first event of the room.
    Beginning,
    /// The first event after the grant.
    Now,
}

/// The reason why the store did not do its work.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// It is not known whether the work was done. Try again.
    Away(String),
    /// There is no space left. Reading still works.
    Full,
    /// The store rejects the work, and will reject it again.
    Rejected(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away(reason) => write!(f, "the store is not available: {reason}"),
            Self::Full => f.write_str("the store is full"),
            Self::Rejected(reason) => write!(f, "the store rejects this: {reason}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// The result of the methods of [`Store`].
pub type Result<T> = std::result::Result<T, StoreError>;

/// The time in which a request reads again, and the pause between attempts.
const RETRIED: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(100);

/// Reads again for some time if the store is not available. Clients therefore notice neither a lost connection nor a quick
/// restart of the database.
pub(crate) async fn patiently<T, F: Future<Output = Result<T>>>(read: impl Fn() -> F) -> Result<T> {
    let started = Instant::now();
    loop {
        match read().await {
            Err(StoreError::Away(_)) if started.elapsed() < RETRIED => time::sleep(PAUSE).await,
            result => return result,
        }
    }
}

/// A store. All nodes of a service use the same one.
pub trait Store: Send + Sync + 'static {
    /// Appends the events of a batch that are new, either all of them or none. The results have the order of the batch.
    fn publish(&self, batch: Arc<[NewEvent]>) -> impl Future<Output = Result<Vec<Published>>> + Send;

    /// Returns the events of all rooms after a position, at most `limit`.
    fn after(&self, position: i64, limit: u32) -> impl Future<Output = Result<Vec<Stored>>> + Send;

    /// Returns the events of some rooms after one position, up to and including another one, at most `limit`.
    fn page(
        &self,
        rooms: Arc<[Grant]>,
        after: i64,
        up_to: i64,
        limit: u32,
    ) -> impl Future<Output = Result<Vec<Stored>>> + Send;

    /// Returns the last position, and the epoch of the stream.
    fn end(&self) -> impl Future<Output = Result<(i64, String)>> + Send;

    /// Starts a new epoch, which invalidates all stream tokens. Returns the epoch.
    fn new_epoch(&self) -> impl Future<Output = Result<String>> + Send;

    /// Returns the permissions of a token, or `None` if there is no such token.
    fn role(&self, token: Hash) -> impl Future<Output = Result<Option<Role>>> + Send;

    /// Stores a token that reads these rooms.
    fn add_guest(
        &self,
        token: Hash,
        rooms: &[String],
        since: Since,
    ) -> impl Future<Output = Result<()>> + Send;

    /// Stores a token that publishes.
    fn add_publisher(&self, token: Hash) -> impl Future<Output = Result<()>> + Send;

    /// Deletes a token. Returns whether it existed.
    fn revoke(&self, token: Hash) -> impl Future<Output = Result<bool>> + Send;

    /// Notifies `news` after each publication, on this node or on another one. It may notify too often, and it may miss
    /// some, so the caller also reads from time to time. The future never ends.
    fn listen(&self, news: &Notify) -> impl Future<Output = ()> + Send;
}
