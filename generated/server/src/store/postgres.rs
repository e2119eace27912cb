//! The store in a PostgreSQL database, for any number of nodes.
//!
//! Publishing is one call of the function `publish` of the first migration, which locks the end of the stream. The lock makes
//! the order of positions the order of commits. With a sequence, an event with a lower position could become visible after
//! one with a higher position, and a poll that continues after the higher one would never see it.

use super::{Grant, Hash, NewEvent, Published, Result, Role, Since, Store, StoreError, Stored};
use deadpool_postgres::{Manager, Object, Pool, PoolError, Runtime};
use std::future::poll_fn;
use std::{sync::Arc, time::Duration};
use tokio::{sync::Notify, time};
use tokio_postgres::error::SqlState;
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, Row};

/// The migrations. The table `migrations` has a row for each one that the database has.
const MIGRATIONS: [(i32, &str); 1] = [(1, include_str!("../../migrations/postgres/1.sql"))];

/// Two nodes that start at the same time must not both apply a migration. The number has no meaning.
const LOCK_MIGRATIONS: &str = "
    select pg_advisory_xact_lock(7316001);
    create table if not exists migrations (version int primary key, applied timestamptz not null default now())";

/// The options of each connection. With `synchronous_commit = off`, a crash of the database could lose events that publishers
/// already have a response for, and give their positions to other events. It is therefore not left to the default of the
/// cluster.
const OPTIONS: &str = "-c synchronous_commit=on -c statement_timeout=5s -c lock_timeout=3s";

/// The connections of a node, without the one that listens. Publishing uses one at a time.
const CONNECTIONS: usize = 4;

/// The time to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(3);

/// The time after which a connection is lost if the other side does not acknowledge data.
const UNACKNOWLEDGED: Duration = Duration::from_secs(5);

/// The time between attempts to listen.
const PAUSE: Duration = Duration::from_millis(200);

/// A store in a PostgreSQL database.
pub struct Postgres {
    pool: Pool,
    config: Config,
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(database) = error.as_db_error() else { return Self::Away(error.to_string()) };
        let reason = format!("{} ({})", database.message(), database.code().code());
        // Data exceptions, violated constraints, and mistakes in a statement.
        let permanent = ["22", "23", "42"].iter().any(|class| database.code().code().starts_with(class));
        match database.code() {
            code if *code == SqlState::DISK_FULL => Self::Full,
            _ if permanent => Self::Rejected(reason),
            _ => Self::Away(reason),
        }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            other => Self::Away(other.to_string()),
        }
    }
}

impl Postgres {
    /// Connects to a database, and applies the migrations that it does not have.
    ///
    /// # Errors
    ///
    /// If the URL is malformed, the database is not available, or a newer version of this program has changed it.
    pub async fn open(url: &str) -> Result<Self> {
        let mut config: Config = url
            .parse()
            .map_err(|error| StoreError::Rejected(format!("the URL of the database: {}", explain(&error))))?;
        let options = format!("{} {OPTIONS}", config.get_options().unwrap_or_default());
        config.options(options.trim()).connect_timeout(PATIENCE).tcp_user_timeout(UNACKNOWLEDGED);
        let manager = Manager::new(config.clone(), NoTls);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .timeouts(deadpool_postgres::Timeouts {
                wait: Some(PATIENCE),
                create: Some(PATIENCE),
                recycle: Some(PATIENCE),
            })
            .build()
            .map_err(|error| StoreError::Rejected(error.to_string()))?;
        let store = Self { pool, config };
        migrate(&mut store.connection().await?).await?;
        Ok(store)
    }

    async fn connection(&self) -> Result<Object> {
        Ok(self.pool.get().await?)
    }

    /// Listens until the connection is lost. Polls the connection itself: a spawned one drops notifications.
    async fn listen_once(&self, news: &Notify) -> std::result::Result<(), tokio_postgres::Error> {
        let (client, mut connection) = self.config.connect(NoTls).await?;
        let receive = async {
            while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
                if matches!(message?, AsyncMessage::Notification(_)) {
                    news.notify_one();
                }
            }
            Ok(())
        };
        let listen = async {
            listen(&client).await?;
            // Notifications from before this moment are lost, so there may be news.
            news.notify_one();
            std::future::pending().await
        };
        tokio::select! {
            result = receive => result,
            result = listen => result,
        }
    }
}

async fn listen(client: &Client) -> std::result::Result<(), tokio_postgres::Error> {
    client.batch_execute("listen guest_events").await
}

/// Returns the error with its cause, which has the reason.
fn explain(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

async fn migrate(client: &mut Object) -> Result<()> {
    let transaction = client.transaction().await?;
    transaction.batch_execute(LOCK_MIGRATIONS).await?;
    let row = transaction.query_one("select coalesce(max(version), 0) from migrations", &[]).await?;
    let version: i32 = row.try_get(0)?;
    if MIGRATIONS.iter().all(|(number, _)| *number < version) {
        let reason = "a newer version of this program has changed the database";
        return Err(StoreError::Rejected(reason.to_owned()));
    }
    for (number, migration) in MIGRATIONS.iter().filter(|(number, _)| *number > version) {
        transaction.batch_execute(migration).await?;
        transaction.execute("insert into migrations (version) values ($1)", &[number]).await?;
    }
    Ok(transaction.commit().await?)
}

fn stored(row: &Row) -> Result<Stored> {
    Ok(Stored { position: row.try_get(0)?, room: row.try_get(1)?, body: row.try_get(2)? })
}

impl Store for Postgres {
    async fn publish(&self, batch: Arc<[NewEvent]>) -> Result<Vec<Published>> {
        let client = self.connection().await?;
        let publish = client.prepare_cached("select at, equal from publish($1, $2, $3)").await?;
        let column = |value: fn(&NewEvent) -> &str| batch.iter().map(value).collect::<Vec<_>>();
        let (ids, rooms) = (column(|event| &event.id), column(|event| &event.room));
        let rows = client.query(&publish, &[&ids, &rooms, &column(|event| &event.body)]).await?;
        rows.iter().map(|row| Ok(Published { position: row.try_get(0)?, equal: row.try_get(1)? })).collect()
    }

    async fn after(&self, position: i64, limit: u32) -> Result<Vec<Stored>> {
        let client = self.connection().await?;
        let events = client
            .prepare_cached(
                "select position, room, body from events where position > $1 order by position limit $2",
            )
            .await?;
        client.query(&events, &[&position, &i64::from(limit)]).await?.iter().map(stored).collect()
    }

    async fn page(&self, rooms: Arc<[Grant]>, after: i64, up_to: i64, limit: u32) -> Result<Vec<Stored>> {
        let client = self.connection().await?;
        // The inner limit lets the index end the search in each room.
        let events = client
            .prepare_cached(
                "select e.position, e.room, e.body
                from unnest($1::text[], $2::bigint[]) g (room, since), lateral (
                    select * from events x
                    where x.room = g.room and x.position > greatest($3, g.since) and x.position <= $4
                    order by x.position limit $5
                ) e
                order by e.position limit $5",
            )
            .await?;
        let (names, since): (Vec<&str>, Vec<i64>) =
            rooms.iter().map(|grant| (grant.room.as_str(), grant.since)).unzip();
        let rows = client.query(&events, &[&names, &since, &after, &up_to, &i64::from(limit)]).await?;
        rows.iter().map(stored).collect()
    }

    async fn end(&self) -> Result<(i64, String)> {
        let client = self.connection().await?;
        let end = client.prepare_cached("select position, epoch from stream").await?;
        let row = client.query_one(&end, &[]).await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    async fn new_epoch(&self) -> Result<String> {
        let update = "update stream set epoch = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)
            returning epoch";
        Ok(self.connection().await?.query_one(update, &[]).await?.try_get(0)?)
    }

    async fn role(&self, token: Hash) -> Result<Option<Role>> {
        let client = self.connection().await?;
        let role = client
            .prepare_cached(
                "select role, array_agg(g.room order by g.room) filter (where g.room is not null),
                    array_agg(g.since order by g.room) filter (where g.room is not null)
                from tokens t left join grants g using (hash) where t.hash = $1 group by role",
            )
            .await?;
        let Some(row) = client.query_opt(&role, &[&token.as_slice()]).await? else { return Ok(None) };
        if row.try_get::<_, &str>(0)? == "publisher" {
            return Ok(Some(Role::Publisher));
        }
        let rooms: Option<Vec<String>> = row.try_get(1)?;
        let since: Option<Vec<i64>> = row.try_get(2)?;
        let grants = rooms.unwrap_or_default().into_iter().zip(since.unwrap_or_default());
        Ok(Some(Role::Guest(grants.map(|(room, since)| Grant { room, since }).collect())))
    }

    async fn add_guest(&self, token: Hash, rooms: &[String], since: Since) -> Result<()> {
        let client = self.connection().await?;
        let add = client
            .prepare_cached(
                "with added as (insert into tokens values ($1, 'guest') returning hash)
                insert into grants
                select distinct hash, room, case when $3 then position else 0 end
                from added, stream, unnest($2::text[]) r (room)",
            )
            .await?;
        client.execute(&add, &[&token.as_slice(), &rooms, &(since == Since::Now)]).await?;
        Ok(())
    }

    async fn add_publisher(&self, token: Hash) -> Result<()> {
        let add = "insert into tokens values ($1, 'publisher')";
        self.connection().await?.execute(add, &[&token.as_slice()]).await?;
        Ok(())
    }

    async fn revoke(&self, token: Hash) -> Result<bool> {
        let delete = "delete from tokens where hash = $1";
        Ok(self.connection().await?.execute(delete, &[&token.as_slice()]).await? == 1)
    }

    async fn listen(&self, news: &Notify) {
        loop {
            match self.listen_once(news).await {
                Ok(()) => tracing::warn!("the connection that listens was closed"),
                Err(error) => tracing::warn!(%error, "the connection that listens was lost"),
            }
            time::sleep(PAUSE).await;
        }
    }
}
