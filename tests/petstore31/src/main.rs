//! Serves the petstore on loopback: `petstore31 TILL-KEY [PORT]`.

extern crate petstore31 as petstore;

#[path = "../../petstore/src/main.rs"]
mod program;

fn main() -> std::process::ExitCode {
    program::main()
}
