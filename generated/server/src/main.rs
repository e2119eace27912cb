//! The program: it serves the API, and manages tokens.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use clap::{Parser, Subcommand};
use guest_events_server::access::{hash, new_token};
use guest_events_server::config::{Config, StoreUrl};
use guest_events_server::is_id;
use guest_events_server::node::{Node, listen};
use guest_events_server::store::{Postgres, Since, Sqlite, Store};
use std::error::Error;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// A server of Matrix's guest events API.
#[derive(Parser)]
#[command(name = "guest-events-server", version)]
struct Arguments {
    /// The configuration, a file in TOML. Without it, the defaults apply. Environment variables override both.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until SIGTERM or SIGINT.
    Serve,
    /// Adds a guest who may peek into these rooms, and prints the access token.
    AddGuest {
        /// The IDs of the rooms.
        #[arg(required = true, value_parser = room)]
        rooms: Vec<String>,
        /// Shows events from before this moment too.
        #[arg(long)]
        history: bool,
    },
    /// Adds a publisher, and prints the token.
    AddPublisher,
    /// Deletes the token on standard input. By default, nodes accept it for up to 30 seconds more.
    Revoke,
    /// Invalidates all stream tokens. Run it after the store was restored from a backup, before the nodes start.
    NewEpoch,
}

type Failure = Box<dyn Error + Send + Sync>;

fn room(text: &str) -> Result<String, &'static str> {
    if is_id(text) { Ok(text.to_owned()) } else { Err("commas and control characters are not allowed") }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "guest-events-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = Config::load(arguments.config.as_deref())?;
    let lines = tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(io::stderr);
    tracing_subscriber::registry().with(lines).with(config.log.0).init();
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        match &config.store {
            StoreUrl::Sqlite(path) => execute(arguments.command, &config, Sqlite::open(path)?).await,
            StoreUrl::Postgres(url) => execute(arguments.command, &config, Postgres::open(url).await?).await,
        }
    })
}

async fn execute<S: Store>(command: Command, config: &Config, store: S) -> Result<(), Failure> {
    match command {
        Command::Serve => {
            let stop = signal()?;
            let node = Node::start(store, config.limits).await?;
            let listener = listen(config.listen)?;
            say(&format!("listening on http://{}", listener.local_addr()?))?;
            Ok(node.serve(listener, stop).await?)
        }
        Command::AddGuest { rooms, history } => {
            let token = new_token("guest")?;
            let since = if history { Since::Beginning } else { Since::Now };
            store.add_guest(hash(&token), &rooms, since).await?;
            say(&token)
        }
        Command::AddPublisher => {
            let token = new_token("publisher")?;
            store.add_publisher(hash(&token)).await?;
            say(&token)
        }
        Command::Revoke => {
            let mut token = String::new();
            io::stdin().read_line(&mut token)?;
            if store.revoke(hash(token.trim())).await? {
                Ok(())
            } else {
                Err("there is no such token".into())
            }
        }
        Command::NewEpoch => {
            store.new_epoch().await?;
            Ok(())
        }
    }
}

fn say(line: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{line}")?)
}

/// Returns at the first signal to stop. Signals are caught as soon as this function is called.
#[cfg(unix)]
fn signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

#[cfg(not(unix))]
fn signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}
