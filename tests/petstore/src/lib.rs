//! A petstore in memory: the code of a server author around the code that Stubsmith generates from
//! `spec/petstore.yaml`. [`Server`] implements [`petstore::Api`] and the trait of each tag, each in its own file. Pass
//! it to [`petstore::service`].

mod access;
mod orders;
mod pets;
mod photos;
mod refusal;
mod server;
mod store;
mod users;

include!(concat!(env!("OUT_DIR"), "/petstore.rs"));

pub use access::Caller;
pub use refusal::Refusal;
pub use server::Server;
