//! A server with an API that its build script generates.
#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/rooms.rs"));

use rooms::{Api, Context, GetRoomResponse, Rejection, types::Room};

struct Server;

impl Api for Server {
    type Error = Rejection;

    async fn get_room(&self, _: Context) -> Result<GetRoomResponse, Rejection> {
        Ok(Room::default().into())
    }
}

fn main() {
    let router = rooms::service(std::sync::Arc::new(Server));
    println!("{router:?}\n{:?}", Room::default());
}
