//! The tests in `http` again, through the generated client: with types instead of bytes.

mod carriers;
mod pets;
mod refusals;
mod users;
