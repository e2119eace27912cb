#!/usr/bin/env bash
# CPU seconds and memory of generating, next to openapi-generator's rust-axum for the same spec. Needs Python, Java 17.
#   bash tests/bench/openapi_generator.sh API.yaml [FLAGS OF `stubsmith generate`]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$here/target/openapi_generator
cargo build --quiet --release --manifest-path "$here/../../Cargo.toml" -p stubsmith-cli
source "$here/peer/jar.sh"
rm -rf "$folder/ours" "$folder/theirs"
timed() { /usr/bin/time -f "$1: CPU %U + %S s, %M KiB" "${@:2}" 2>&1 >/dev/null | tail -1; }
timed stubsmith "$here/../../target/release/stubsmith" generate "$@" --out "$folder/ours"
timed openapi-generator java -jar "$jar" generate -g rust-axum -i "$1" -o "$folder/theirs" \
    --additional-properties=packageName=measured --skip-validate-spec
