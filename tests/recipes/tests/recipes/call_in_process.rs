//! Tests of a handler through the client, without a socket.

use std::sync::Arc;
use stubsmith_recipes::api::client::Client;
use stubsmith_recipes::api::{GetRoomRequest, GetRoomResponse, service};
use stubsmith_recipes::rooms::Server;

#[tokio::test]
async fn there_is_a_lobby() {
    let client = Client::new(service(Arc::new(Server)));
    let room = client.get_room(GetRoomRequest { id: 1 }).await.unwrap().success().unwrap();
    assert_eq!((room.name.as_str(), room.topic), ("Lobby", None));
    let missing = client.get_room(GetRoomRequest { id: 2 }).await.unwrap();
    assert!(matches!(missing, GetRoomResponse::NotFound));
}

#[tokio::test]
async fn an_id_is_positive() {
    let client = Client::new(service(Arc::new(Server)));
    let error = client.get_room(GetRoomRequest { id: 0 }).await.unwrap_err();
    // The spec does not declare the status code 400, so it is an error of the client.
    let response = error.response().unwrap();
    assert_eq!(response.status(), 400);
    assert_eq!(response.body(), "parameter `id` must be at least 1");
}
