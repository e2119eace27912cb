//! The tests in `http` again, through the generated client: with types instead of bytes.

mod carriers;
mod orders;
mod pets;
mod photos;
mod refusals;
mod users;
