//! A node: the server of the API with its tasks and its listener.

use crate::api::Server;
use crate::config::Limits;
use crate::hub::{Hub, State};
use crate::metrics::Metrics;
use crate::routes;
use crate::store::{Store, StoreError};
use crate::tail;
use axum::Router;
use axum::serve::ListenerExt as _;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::time;

/// The connections that wait to be accepted: after a restart, all clients connect at the same time.
const BACKLOG: u32 = 4_096;

/// The time between the signal and the end of the polls. axum stops the connections first, so that the responses of
/// the polls say `connection: close`. Otherwise, clients would send their next request on a connection that is being
/// closed.
const NOTICE: Duration = Duration::from_millis(50);

/// The time that requests have to finish after a signal.
const GRACE: Duration = Duration::from_secs(5);

/// A node of the service.
pub struct Node<S> {
    server: Arc<Server<S>>,
}

impl<S: Store> Node<S> {
    /// Starts the tasks of a node, which needs a runtime of tokio.
    ///
    /// # Errors
    ///
    /// If the store is not available.
    pub async fn start(store: S, limits: Limits) -> Result<Self, StoreError> {
        let recent = tail::Limits { events: limits.recent_events, bytes: limits.recent_bytes };
        let hub = Hub::start(store, Arc::new(Metrics::default()), recent).await?;
        Ok(Self { server: Arc::new(Server::new(hub, limits)) })
    }

    /// Returns the router, for tests without a socket.
    pub fn router(&self) -> Router {
        routes::router(Arc::clone(&self.server))
    }

    /// Serves until `signal` completes, and then responds to all polls.
    ///
    /// # Errors
    ///
    /// If the listener fails, or the store has another stream than before, so that the node must start again.
    pub async fn serve(&self, listener: TcpListener, signal: impl Future<Output = ()>) -> io::Result<()> {
        let state = &self.server.hub.state;
        let mut ends = state.subscribe();
        let (close, closing) = tokio::sync::oneshot::channel::<()>();
        // Without it, the kernel could hold back the end of a small response.
        let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
        let serving = axum::serve(listener, self.router()).with_graceful_shutdown(async move {
            let _ = closing.await;
        });
        let stopping = async {
            tokio::select! {
                () = signal => tracing::info!("stopping"),
                _ = ends.wait_for(|state| *state != State::Running) => (),
            }
            let _ = close.send(());
            time::sleep(NOTICE).await;
            state.send_if_modified(|state| {
                let is_running = *state == State::Running;
                *state = if is_running { State::Stopping } else { *state };
                is_running
            });
            time::sleep(GRACE).await;
        };
        tokio::select! {
            result = serving.into_future() => result?,
            () = stopping => tracing::warn!("some requests did not finish in time"),
        }
        match *state.borrow() {
            State::Replaced => Err(io::Error::other("the store has another stream than before")),
            State::Running | State::Stopping => Ok(()),
        }
    }
}

/// Listens on an address.
///
/// # Errors
///
/// If the address is in use, or not one of this machine.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Windows would let two processes listen on the same port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
