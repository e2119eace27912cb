//! The tests of the package `petstore` through the generated client, for the server with a spec in OpenAPI 3.1.

extern crate petstore31 as petstore;

#[path = "../../../petstore/tests/client/carriers.rs"]
mod carriers;
mod orders;
#[path = "../../../petstore/tests/client/pets.rs"]
mod pets;
#[path = "../../../petstore/tests/client/photos.rs"]
mod photos;
#[path = "../../../petstore/tests/client/refusals.rs"]
mod refusals;
#[path = "../../../petstore/tests/client/users.rs"]
mod users;
