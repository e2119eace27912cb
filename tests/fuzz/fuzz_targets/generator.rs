//! Any JSON as a spec. Half of the mutations swap, delete, duplicate or retype a node; the others change bytes.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::Value;
use std::fs;
use stubsmith::{Config, KeepUnknown, Unimplemented};
use stubsmith_fuzz::check::check;
use stubsmith_fuzz::mutate::{Mutation, mutate};
use tempfile::TempDir;

/// The length of the file selects the options, so that the mutations of one file cover all of them.
fn configure(config: Config, length: usize) -> Config {
    let config = if length & 1 == 0 { config } else { config.keep_unknown(KeepUnknown::All) };
    let config = if length & 2 == 0 { config } else { config.example_server(true).example_tests(true) };
    if length & 4 == 0 { config } else { config.unimplemented(Unimplemented::NotImplemented) }
}

fuzz_target!(|bytes: &[u8]| {
    let folder = TempDir::new().expect("a folder can be made");
    let path = folder.path().join("api.json");
    fs::write(&path, bytes).expect("a file can be written");
    check(&configure(Config::new(path).skip_unsupported(true), bytes.len()).generate());
});

/// The spec with some of its nodes moved, if it still fits.
fn moved(bytes: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut spec: Value = serde_json::from_slice(bytes).ok()?;
    mutate(&mut spec, &Mutation::some(&seed.to_string()));
    serde_json::to_vec(&spec).ok()
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let moved = if seed % 2 == 0 { moved(&data[..size], seed) } else { None };
    match moved {
        Some(bytes) if bytes.len() <= max_size && bytes.len() <= data.len() => {
            data[..bytes.len()].copy_from_slice(&bytes);
            bytes.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
