//! The store in one file, for one node.
//!
//! The journal is a write-ahead log, and each commit is synced to the disk before a publisher gets its response. There is
//! one connection that writes and one that reads, each used on a thread that may block. Another process may open the same
//! file, for example to add a guest.

use super::{Grant, Hash, NewEvent, Published, Result, Role, Since, Store, StoreError, Stored};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// The migrations. `user_version` of the file is the number of the last one that it has.
const MIGRATIONS: [(u32, &str); 1] = [(1, include_str!("../../migrations/sqlite/1.sql"))];

type Shared = Arc<Mutex<Connection>>;

/// A store in a file.
pub struct Sqlite {
    writer: Shared,
    reader: Shared,
    published: Notify,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch) => {
                Self::Rejected(error.to_string())
            }
            _ => Self::Away(error.to_string()),
        }
    }
}

impl Sqlite {
    /// Opens a file, creates it if it does not exist, and applies the migrations that it does not have.
    ///
    /// # Errors
    ///
    /// If the file cannot be opened, or a newer version of this program has changed it.
    pub fn open(path: &Path) -> Result<Self> {
        let mut writer = connect(path)?;
        migrate(&mut writer)?;
        let reader = connect(path)?;
        Ok(Self {
            writer: Arc::new(Mutex::new(writer)),
            reader: Arc::new(Mutex::new(reader)),
            published: Notify::new(),
        })
    }

    /// Reads on a thread that may block.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let connection = Arc::clone(&self.reader);
        blocking(move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    /// Runs a transaction on a thread that may block. The transaction locks the file at its beginning: one that read first
    /// would fail at its first write if another process has written meanwhile.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let connection = Arc::clone(&self.writer);
        blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(StoreError::Away(error.to_string())))
}

fn connect(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if MIGRATIONS.iter().all(|(number, _)| *number < version) {
        return Err(StoreError::Rejected("a newer version of this program has changed the file".to_owned()));
    }
    for (number, migration) in MIGRATIONS.iter().filter(|(number, _)| *number > version) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    Ok(transaction.commit()?)
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored { position: row.get(0)?, room: row.get(1)?, body: row.get(2)? })
}

fn publish(transaction: &Transaction<'_>, batch: &[NewEvent]) -> Result<Vec<Published>> {
    let mut end = end(transaction)?;
    let mut append = transaction.prepare_cached(
        "insert into events (position, room, id, body) values (?1, ?2, ?3, ?4) on conflict (id) do nothing",
    )?;
    let mut known =
        transaction.prepare_cached("select position, room = ?2 and body = ?3 from events where id = ?1")?;
    let mut results = Vec::with_capacity(batch.len());
    for event in batch {
        if append.execute((end + 1, &event.room, &event.id, &event.body))? == 1 {
            end += 1;
            results.push(Published { position: end, equal: true });
        } else {
            results.push(known.query_row((&event.id, &event.room, &event.body), |row| {
                Ok(Published { position: row.get(0)?, equal: row.get(1)? })
            })?);
        }
    }
    Ok(results)
}

fn end(connection: &Connection) -> Result<i64> {
    let mut end = connection.prepare_cached("select coalesce(max(position), 0) from events")?;
    Ok(end.query_row([], |row| row.get(0))?)
}

fn role(connection: &Connection, token: Hash) -> Result<Option<Role>> {
    let mut role = connection.prepare_cached("select role from tokens where hash = ?1")?;
    let Some(role) = role.query_row([token], |row| row.get::<_, String>(0)).optional()? else {
        return Ok(None);
    };
    if role == "publisher" {
        return Ok(Some(Role::Publisher));
    }
    let mut grants =
        connection.prepare_cached("select room, since from grants where hash = ?1 order by room")?;
    let grants = grants.query_map([token], |row| Ok(Grant { room: row.get(0)?, since: row.get(1)? }))?;
    Ok(Some(Role::Guest(grants.collect::<rusqlite::Result<_>>()?)))
}

impl Store for Sqlite {
    async fn publish(&self, batch: Arc<[NewEvent]>) -> Result<Vec<Published>> {
        let results = self.write(move |transaction| publish(transaction, &batch)).await?;
        self.published.notify_one();
        Ok(results)
    }

    async fn after(&self, position: i64, limit: u32) -> Result<Vec<Stored>> {
        self.read(move |connection| {
            let mut events = connection.prepare_cached(
                "select position, room, body from events where position > ?1 order by position limit ?2",
            )?;
            Ok(events.query_map((position, limit), stored)?.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    async fn page(&self, rooms: Arc<[Grant]>, after: i64, up_to: i64, limit: u32) -> Result<Vec<Stored>> {
        self.read(move |connection| {
            let mut of_room = connection.prepare_cached(
                "select position, room, body from events where room = ?1 and position > ?2 and position <= ?3
                order by position limit ?4",
            )?;
            let mut events = Vec::new();
            for grant in rooms.iter() {
                let rows = of_room.query_map((&grant.room, after.max(grant.since), up_to, limit), stored)?;
                events.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            events.sort_by_key(|event| event.position);
            events.truncate(limit as usize);
            Ok(events)
        })
        .await
    }

    async fn end(&self) -> Result<(i64, String)> {
        self.read(|connection| {
            let epoch = connection.query_row("select epoch from stream", [], |row| row.get(0))?;
            Ok((end(connection)?, epoch))
        })
        .await
    }

    async fn new_epoch(&self) -> Result<String> {
        let epoch = "update stream set epoch = lower(hex(randomblob(4))) returning epoch";
        self.write(move |transaction| Ok(transaction.query_row(epoch, [], |row| row.get(0))?)).await
    }

    async fn role(&self, token: Hash) -> Result<Option<Role>> {
        self.read(move |connection| role(connection, token)).await
    }

    async fn add_guest(&self, token: Hash, rooms: &[String], since: Since) -> Result<()> {
        let rooms = rooms.to_vec();
        self.write(move |transaction| {
            let since = if since == Since::Now { end(transaction)? } else { 0 };
            transaction.execute("insert into tokens values (?1, 'guest')", [token])?;
            let mut grant = transaction.prepare_cached("insert or ignore into grants values (?1, ?2, ?3)")?;
            for room in &rooms {
                grant.execute((token, room, since))?;
            }
            Ok(())
        })
        .await
    }

    async fn add_publisher(&self, token: Hash) -> Result<()> {
        self.write(move |transaction| {
            transaction.execute("insert into tokens values (?1, 'publisher')", [token])?;
            Ok(())
        })
        .await
    }

    async fn revoke(&self, token: Hash) -> Result<bool> {
        self.write(move |transaction| {
            Ok(transaction.execute("delete from tokens where hash = ?1", [token])? == 1)
        })
        .await
    }

    async fn listen(&self, news: &Notify) {
        loop {
            news.notify_one();
            self.published.notified().await;
        }
    }
}
