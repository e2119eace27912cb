#!/usr/bin/env bash
# CPU seconds to compile the generated code, next to the code that openapi-generator's rust-axum writes for the same spec, each
# with an implementation that does nothing. Needs Python, Java 17.
#   bash tests/bench/compiling_openapi_generator.sh API.yaml FOLDER_OF_REFERENCES [ROUNDS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$here/target/openapi_generator
source "$here/peer/jar.sh"
cargo build --quiet --release --manifest-path "$here/Cargo.toml" --bin compiling
rm -rf "$folder/compiled/peer"
java -jar "$jar" generate -g rust-axum -i "$1" -o "$folder/compiled/peer" --skip-validate-spec \
    --additional-properties=packageName=measured >/dev/null
"${CARGO_TARGET_DIR:-$here/target}/release/compiling" openapi-generator "$1" "$2" "$folder/compiled/peer" "${3:-3}"
