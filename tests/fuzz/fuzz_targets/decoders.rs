//! Any bytes as path, query, headers and body of a request to generated code: see `src/request.rs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::OnceCell;
use stubsmith_fuzz::request::Servers;

thread_local! {
    static SERVERS: OnceCell<Servers> = const { OnceCell::new() };
}

fuzz_target!(|bytes: &[u8]| SERVERS.with(|servers| servers.get_or_init(Servers::new).ask(bytes)));
