//! OpenAPI 3.2's documents on the wire: references by `$self`, media types in `components`, and schemes by their URI.

use crate::client::{Seen, request, send, with_body, with_headers};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi32::{
    Api, Context, Credentials, Rejection, guests, places, rooms, service, types,
};

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    type Principal = String;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Seen> {
        Ok(match credentials {
            Credentials::Login { login } => format!("{} {:?}", login.token.expose(), login.scopes),
            Credentials::Key { key } => key.expose().to_owned(),
        })
    }
}

impl places::PlacesApi for Mirror {
    async fn list_places(&self, _: Context, _: String) -> Result<places::ListPlacesResponse, Seen> {
        Ok(places::ListPlacesResponse::NoContent)
    }
}

impl rooms::RoomsApi for Mirror {
    async fn list_rooms(&self, _: Context, _: String) -> Result<rooms::ListRoomsResponse, Seen> {
        Ok(vec![types::Room { name: "Lobby".to_owned() }].into())
    }
    async fn add_room(
        &self,
        _: Context,
        _: String,
        request: rooms::AddRoomRequest,
    ) -> Result<rooms::AddRoomResponse, Seen> {
        Seen::request(&request.body.name)
    }
}

impl guests::GuestsApi for Mirror {
    async fn get_guest(
        &self,
        _: Context,
        principal: String,
        request: guests::GetGuestRequest,
    ) -> Result<guests::GetGuestResponse, Seen> {
        Seen::request(&(principal, request.name))
    }
}

fn router() -> Router {
    service(Arc::new(Mirror))
}

const LOGIN: (&str, &str) = ("authorization", "Bearer t");

#[tokio::test]
async fn media_types_are_those_of_their_references() {
    let post = |media_type: &'static str, body: &'static str| {
        with_body("POST", "/v1/rooms", &[LOGIN, ("content-type", media_type)], body)
    };
    assert_eq!(send(&router(), post("application/json", r#"{"name":"Hall"}"#)).await, r#"200 "Hall""#);
    assert_eq!(
        send(&router(), post("application/x-www-form-urlencoded", "name=Hall")).await,
        r#"200 "Hall""#
    );
    assert!(send(&router(), post("application/json", r#"{"name":""}"#)).await.starts_with("400 "));
    assert!(send(&router(), post("text/plain", "Hall")).await.starts_with("415 "));
    let rooms = send(&router(), with_headers("GET", "/v1/rooms", &[LOGIN])).await;
    assert_eq!(rooms, r#"200 [{"name":"Lobby"}]"#);
}

#[tokio::test]
async fn a_requirement_names_a_scheme_by_its_uri() {
    assert!(send(&router(), request("GET", "/v1/guests/a")).await.starts_with("401 "));
    let by = |name, value| with_headers("GET", "/v1/guests/a", &[(name, value)]);
    assert_eq!(send(&router(), by("authorization", "Bearer t")).await, r#"200 ("t [\"read\"]", "a")"#);
    assert_eq!(send(&router(), by("x-key", "k")).await, r#"200 ("k", "a")"#);
    assert_eq!(
        guests::operations::GET_GUEST.security,
        [[("login", ["read"].as_slice())].as_slice(), &[("key", &[])]]
    );
}
