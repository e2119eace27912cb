//! The implementation of the generated trait.

use crate::access::{Access, Guest, hash};
use crate::config::Limits;
use crate::error::MatrixError;
use crate::hub::{Found, Hub, State};
use crate::seats::Seats;
use crate::store::{Store, StoreError, patiently};
use crate::stream_token;
use crate::tail::Seen;
use crate::writer::Writer;
use axum::http::StatusCode;
use guest_events::types::RoomEvent;
use guest_events::{Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// A node of the service.
pub(crate) struct Server<S> {
    pub(crate) hub: Arc<Hub<S>>,
    pub(crate) access: Access,
    pub(crate) writer: Writer,
    limits: Limits,
    seats: Seats,
}

impl<S: Store> Api for Server<S> {
    type Principal = Guest;
    type Error = MatrixError;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<Guest, MatrixError> {
        let Credentials::AccessToken { access_token } = credentials;
        self.access.guest(&self.hub.store, hash(access_token.expose())).await
    }

    async fn get_events(
        &self,
        cx: Context,
        guest: Guest,
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MatrixError> {
        // The head of the request would stay in memory for as long as the poll waits.
        drop(cx);
        let mut rooms = guest.rooms(&request.room_id)?;
        let start = self.start(request.from.as_deref()).await?;
        let wait = Duration::from_millis(request.timeout.unwrap_or(0).max(0).unsigned_abs());
        let deadline = Instant::now() + shortened(wait.min(self.limits.longest_poll()));
        let mut state = self.hub.state.subscribe();
        let (mut from, mut seat, mut is_over) = (start, None, wait.is_zero());

        let (events, end) = loop {
            match self.hub.look(&rooms, from, self.limits.page.into()) {
                Found::Events(events, end) => break (events, end),
                Found::Old(up_to) => {
                    let rooms = Arc::clone(&rooms);
                    let (events, end) = self.hub.page(rooms, from, up_to, self.limits.page).await?;
                    if !events.is_empty() {
                        break (events, end);
                    }
                    from = end;
                }
                Found::Nothing(_, end) if is_over || *state.borrow_and_update() != State::Running => {
                    break (Vec::new(), end);
                }
                Found::Nothing(parked, _) => {
                    if seat.is_none() {
                        seat = Some(self.seats.take(guest.token)?);
                    }
                    tokio::select! {
                        () = parked.woken() => {
                            // The token may have been revoked while the poll waited.
                            let guest = self.access.guest(&self.hub.store, guest.token).await?;
                            rooms = guest.rooms(&request.room_id)?;
                        }
                        () = sleep_until(deadline) => is_over = true,
                        _ = state.changed() => (),
                    }
                }
            }
        };
        Ok(self.response(start, events, end).into())
    }
}

impl<S: Store> Server<S> {
    pub(crate) fn new(hub: Arc<Hub<S>>, limits: Limits) -> Self {
        let metrics = &hub.metrics;
        let access = Access::new(Arc::clone(metrics), limits.remembered_token());
        let seats = Seats::new(limits.parked_per_token, limits.parked, Arc::clone(metrics));
        let writer = Writer::start(Arc::clone(&hub));
        Self { hub, access, writer, limits, seats }
    }

    /// Returns the token of a place in the stream.
    pub(crate) fn stream_token(&self, position: i64) -> String {
        stream_token::write(position, &self.hub.epoch)
    }

    /// Returns the place of a token, or the end of the stream if there is no token.
    async fn start(&self, token: Option<&str>) -> Result<i64, MatrixError> {
        let Some(token) = token else { return Ok(self.hub.end()) };
        // `GetEventsResponse::BadRequest` has this status code, but the spec declares no body for it.
        let bad = || {
            MatrixError::new(StatusCode::BAD_REQUEST, "M_INVALID_PARAM", "Bad pagination parameter `from`")
        };
        let position = stream_token::read(token, &self.hub.epoch).ok_or_else(bad)?;
        if position > self.hub.end() && position > self.stored_end().await? {
            return Err(bad());
        }
        Ok(position)
    }

    /// Asks the store for the end: another node may have read further than this one.
    async fn stored_end(&self) -> Result<i64, StoreError> {
        Ok(patiently(|| self.hub.store.end()).await?.0)
    }

    fn response(&self, start: i64, events: Vec<Seen>, end: i64) -> GetEventsOk {
        // The response owns its events. Those that only this poll has are not copied.
        let own = |seen: Seen| Arc::try_unwrap(seen.event).unwrap_or_else(|shared| RoomEvent::clone(&shared));
        GetEventsOk {
            start: Some(self.stream_token(start)),
            end: Some(self.stream_token(end)),
            chunk: Some(events.into_iter().map(own).collect()),
            ..GetEventsOk::default()
        }
    }
}

/// Shortens a wait of more than a second by up to a tenth, so that polls that were started together do not all end together.
fn shortened(wait: Duration) -> Duration {
    if wait <= Duration::from_secs(1) {
        return wait;
    }
    let random = getrandom::u32().unwrap_or_default();
    wait.mul_f64(1.0 - f64::from(random) / f64::from(u32::MAX) / 10.0)
}

#[cfg(test)]
mod tests {
    use super::shortened;
    use std::time::Duration;

    #[test]
    fn long_waits_are_shortened_by_up_to_a_tenth() {
        let second = Duration::from_secs(1);
        assert_eq!(shortened(second), second);
        let waits: Vec<_> = (0..1_000).map(|_| shortened(30 * second)).collect();
        assert!(waits.iter().all(|wait| (27 * second..=30 * second).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 28 * second), "no wait is shortened by more than 2 seconds");
    }
}
