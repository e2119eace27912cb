//! The server of the package `petstore` with a spec in OpenAPI 3.1. Both packages share every file, except for the
//! operations on orders: the form of an order is a parameter for each field in Swagger 2.0, and a schema in 3.1.

#[path = "../../petstore/src/access.rs"]
mod access;
mod orders;
#[path = "../../petstore/src/pets.rs"]
mod pets;
#[path = "../../petstore/src/photos.rs"]
mod photos;
#[path = "../../petstore/src/refusal.rs"]
mod refusal;
#[path = "../../petstore/src/server.rs"]
mod server;
#[path = "../../petstore/src/store.rs"]
mod store;
#[path = "../../petstore/src/users.rs"]
mod users;

include!(concat!(env!("OUT_DIR"), "/petstore.rs"));

pub use access::Caller;
pub use refusal::Refusal;
pub use server::Server;
