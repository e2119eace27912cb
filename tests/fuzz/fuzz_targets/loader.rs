//! Any bytes as a file: as the spec, as a file that it references, or as the settings next to it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::Path;
use stubsmith::Config;
use stubsmith_fuzz::check::check;
use tempfile::TempDir;

const ROOT: &str = "swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a:
    $ref: 'other.yaml#/paths/~1a'
  /b:
    get:
      parameters: [{$ref: 'other.yaml#/parameters/a'}]
      responses: {200: {description: D, schema: {$ref: 'other.yaml#/definitions/A'}}}
definitions:
  B: {$ref: other.yaml}
  C: {$ref: other.json}
";

fn run(files: &[(&str, &[u8])]) {
    let folder = TempDir::new().expect("a folder can be made");
    let path = |name: &str| Path::new(folder.path()).join(name);
    for (name, bytes) in files {
        fs::write(path(name), bytes).expect("a file can be written");
    }
    check(&Config::new(path(files[0].0)).skip_unsupported(true).generate());
}

fuzz_target!(|bytes: &[u8]| {
    run(&[("api.yaml", bytes)]);
    run(&[("api.yaml", ROOT.as_bytes()), ("other.yaml", bytes), ("other.json", bytes)]);
    run(&[
        ("api.yaml", b"swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n"),
        ("stubsmith.yaml", bytes),
    ]);
});
