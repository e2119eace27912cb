//! The petstore over a connection: for each operation, and for each kind of refusal, the bytes that a
//! client sees.

mod orders;
mod pets;
mod refusals;
mod shop;
mod users;
