//! The petstore over a connection: the bytes that a client sees, for each operation and for each kind of error.

mod forms;
mod orders;
mod pets;
mod refusals;
mod shop;
mod users;
