//! A server with one operation, which clients call in the recipes.

use crate::api::types::Room;
use crate::api::{Api, Context, GetRoomRequest, GetRoomResponse, Rejection};

/// A server with one room.
pub struct Server;

impl Api for Server {
    type Error = Rejection;

    async fn get_room(&self, _: Context, request: GetRoomRequest) -> Result<GetRoomResponse, Rejection> {
        match request.id {
            1 => Ok(Room { name: "Lobby".to_owned(), topic: None }.into()),
            _ => Ok(GetRoomResponse::NotFound),
        }
    }
}
