//! The HTTP tests of the package `petstore`, for the server with a spec in OpenAPI 3.1.

extern crate petstore31 as petstore;

mod forms;
#[path = "../../../petstore/tests/http/orders.rs"]
mod orders;
#[path = "../../../petstore/tests/http/pets.rs"]
mod pets;
#[path = "../../../petstore/tests/http/refusals.rs"]
mod refusals;
#[path = "../../../petstore/tests/http/shop.rs"]
mod shop;
#[path = "../../../petstore/tests/http/users.rs"]
mod users;
