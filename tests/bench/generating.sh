#!/usr/bin/env bash
# Instructions of generating and checking, next to the least that a program needs to read the same files and print the same code.
#   bash tests/bench/generating.sh API.yaml [FLAGS OF `stubsmith generate`]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cargo build --quiet --release --manifest-path "$here/../../Cargo.toml" -p stubsmith-cli
cargo build --quiet --release --manifest-path "$here/Cargo.toml" --bin floor
out=$here/target/generating
rm -rf "$out"

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | awk '/Collected/ {print $4}'
}

stubsmith=$here/../../target/release/stubsmith
generate=$(count "$stubsmith" generate "$@" --out "$out")
check=$(count "$stubsmith" check "$@" --out "$out")
floor=$(count "${CARGO_TARGET_DIR:-$here/target}/release/floor" "$out" "$1")
echo "generate $generate, check $check, floor $floor: generate is $(bc <<<"scale=2; $generate / $floor") of the floor"
