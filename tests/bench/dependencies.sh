#!/usr/bin/env bash
# Crates, and CPU seconds of a clean build, of a package whose build script depends on one of the generators.
#   bash tests/bench/dependencies.sh
set -euo pipefail
cd "$(dirname "$0")"
generator=$PWD/../../generator
# Built like a crate of a registry: a crate of a path would be built incrementally.
export CARGO_INCREMENTAL=0

measure() { # NAME DEPENDENCY
    local folder=target/dependencies/$1
    rm -rf "$folder"
    mkdir -p "$folder/src"
    printf '[package]\nname = "measured"\nversion = "0.1.0"\nedition = "2024"\n\n[workspace]\n\n[build-dependencies]\n%s\n' \
        "$2" >"$folder/Cargo.toml"
    echo 'fn main() {}' | tee "$folder/build.rs" >"$folder/src/main.rs"
    cargo fetch --quiet --manifest-path "$folder/Cargo.toml"
    local crates
    crates=$(cargo tree --manifest-path "$folder/Cargo.toml" --edges build,normal --prefix none --no-dedupe | sort -u | tail -n +2 | wc -l)
    /usr/bin/time -f "$1: $crates crates, CPU %U + %S s" \
        cargo build --quiet -j1 --manifest-path "$folder/Cargo.toml" --target-dir "$folder/target"
    rm -rf "$folder/target"
}

measure stubsmith "stubsmith = { path = \"$generator\" }"
measure typify 'typify = "0.8"'
measure progenitor 'progenitor = "0.15"'
