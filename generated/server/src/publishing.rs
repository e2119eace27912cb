//! `POST /publish`: the route of the homeserver that sends events. It is not a part of the spec.

use crate::access::hash;
use crate::api::Server;
use crate::error::MatrixError;
use crate::store::{NewEvent, Store};
use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use guest_events::Rejection;
use guest_events::types::RoomEvent;
use serde_json::{Value, json};
use std::sync::Arc;

/// The size of an event in Matrix.
const LARGEST: usize = 65_536;

/// The length of an ID in Matrix.
const LONGEST_ID: usize = 255;

/// Publishes an event, and returns its position after the commit. A request without a response can be sent again. The token
/// is checked before the body is read.
pub(crate) async fn publish<S: Store>(
    State(server): State<Arc<Server<S>>>,
    request: Request,
) -> Result<Json<Value>, MatrixError> {
    let token = bearer(request.headers()).ok_or(Rejection::MissingCredentials)?;
    server.access.publisher(&server.hub.store, hash(token)).await?;
    // The only other error is a client that disconnects.
    let body = to_bytes(request.into_body(), LARGEST).await.map_err(|_| Rejection::TooLarge)?;
    let event: RoomEvent = serde_json::from_slice(&body).map_err(|error| bad_json(error.to_string()))?;
    let published = server.writer.publish(checked(event)?).await?;
    if !published.equal {
        let text = "There is another event with this `event_id`";
        return Err(MatrixError::new(StatusCode::CONFLICT, "M_UNKNOWN", text));
    }
    let end = server.stream_token(published.position);
    Ok(Json(json!({ "position": published.position, "end": end })))
}

/// Returns the token of `Authorization: Bearer`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn bad_json(text: String) -> MatrixError {
    MatrixError::new(StatusCode::BAD_REQUEST, "M_BAD_JSON", text)
}

/// Rejects IDs that a store cannot have, or that no guest can ask for. The database would reject the whole batch.
fn checked(event: RoomEvent) -> Result<NewEvent, MatrixError> {
    for (name, id) in [("event_id", &event.event_id), ("room_id", &event.room_id)] {
        if !is_id(id) {
            return Err(bad_json(format!(
                "`{name}` must have 1 to {LONGEST_ID} bytes, and neither commas nor control characters"
            )));
        }
    }
    let body = serde_json::to_string(&event).map_err(|error| bad_json(error.to_string()))?;
    Ok(NewEvent { id: event.event_id, room: event.room_id, body })
}

/// Returns whether a string can be the ID of a room or an event. Commas separate the rooms of a poll.
pub fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && !id.contains(|c: char| c == ',' || c.is_control())
}
