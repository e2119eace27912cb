//! The configuration: a file in TOML, and environment variables that override it.
//!
//! `GUEST_EVENTS_LISTEN` is `listen`, and `GUEST_EVENTS_LIMITS__PAGE` is `page` in `[limits]`. Unknown keys and variables are
//! errors.

use config::{ConfigError, Environment, File, FileFormat};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use tracing_subscriber::filter::LevelFilter;

/// The configuration of a node.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The address to listen on. Port 0 is any free port.
    pub listen: SocketAddr,
    /// The store: `sqlite:PATH`, or the URL of a PostgreSQL database.
    pub store: StoreUrl,
    /// The level of the log.
    pub log: Level,
    /// The limits.
    pub limits: Limits,
}

/// The limits of a node.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The maximum number of events in a response.
    pub page: u16,
    /// The maximum time that a poll waits, in milliseconds.
    pub longest_poll_ms: u32,
    /// The maximum number of polls that wait with one token.
    pub parked_per_token: usize,
    /// The maximum number of polls that wait. Each one has an open connection, so the limit of open files must be
    /// higher.
    pub parked: usize,
    /// The time for which a node accepts a token without looking it up again, in milliseconds. A revoked token is valid for
    /// at most this long.
    pub remembered_token_ms: u32,
    /// The events in memory.
    pub recent_events: usize,
    /// The size of the events in memory, as JSON.
    pub recent_bytes: usize,
}

/// Where the store is.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub enum StoreUrl {
    /// A file.
    Sqlite(PathBuf),
    /// The URL of a database. It can contain a password.
    Postgres(String),
}

/// The level of the log.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Level(pub LevelFilter);

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8008)),
            store: StoreUrl::Sqlite("guest-events.db".into()),
            log: Level(LevelFilter::INFO),
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page: 100,
            longest_poll_ms: 60_000,
            parked_per_token: 16,
            parked: 10_000,
            remembered_token_ms: 30_000,
            recent_events: 20_000,
            recent_bytes: 64_000_000,
        }
    }
}

impl Limits {
    pub(crate) fn longest_poll(&self) -> Duration {
        Duration::from_millis(self.longest_poll_ms.into())
    }

    pub(crate) fn remembered_token(&self) -> Duration {
        Duration::from_millis(self.remembered_token_ms.into())
    }
}

impl TryFrom<String> for StoreUrl {
    type Error = &'static str;

    fn try_from(url: String) -> Result<Self, Self::Error> {
        if let Some(path) = url.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(path.into()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url));
        }
        // The message does not show the value, because it can contain a password.
        Err("`store` must be `sqlite:` and a path, or a URL that begins with `postgres://`")
    }
}

/// Does not show passwords.
impl std::fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.debug_tuple("Postgres").finish_non_exhaustive(),
        }
    }
}

impl TryFrom<String> for Level {
    type Error = &'static str;

    fn try_from(level: String) -> Result<Self, Self::Error> {
        let level = LevelFilter::from_str(&level).map(Self);
        level.map_err(|_| "`log` must be `error`, `warn`, `info`, `debug`, `trace` or `off`")
    }
}

impl Config {
    /// Reads the file, if there is one, and the environment.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, a key is unknown, or a value has another type.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let environment = Environment::with_prefix("GUEST_EVENTS").prefix_separator("_").separator("__");
        let mut builder = config::Config::builder();
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        let config: Self = builder.add_source(environment.try_parsing(true)).build()?.try_deserialize()?;
        config.limits.check().map_err(|text| ConfigError::Message(text.to_owned()))?;
        Ok(config)
    }
}

impl Limits {
    /// Rejects limits with which no request could succeed.
    fn check(&self) -> Result<(), &'static str> {
        if self.page == 0 { Err("`limits.page` must be at least 1") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
