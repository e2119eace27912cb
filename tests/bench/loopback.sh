#!/usr/bin/env bash
# Requests per second over loopback, next to handwritten code and to openapi-generator's, by default and tuned. Needs wrk,
# Python, Java 17.
#   bash tests/bench/loopback.sh [ROUNDS] [SECONDS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$here/target/openapi_generator
source "$here/peer/jar.sh"
cargo build --quiet --release --manifest-path "$here/Cargo.toml" --bin listening --bin loopback
built=${CARGO_TARGET_DIR:-$here/target}/release
export ORDER=$folder/order.json
"$built/listening" order >"$ORDER"

write() { # KIND SPEC PACKAGE PROPERTIES
    java -jar "$jar" generate -g rust-axum -i "$2" -o "$folder/$1/$3" --skip-validate-spec \
        --additional-properties="packageName=$3$4" >/dev/null
}

peer() { # KIND PROPERTIES
    rm -rf "${folder:?}/$1"
    mkdir -p "$folder/$1/src"
    write "$1" "$here/../../spec/api/client-server/guest_events.yaml" events "$2"
    write "$1" "$here/spec/orders.yaml" orders "$2"
    cp "$here/peer/Cargo.toml" "$folder/$1/"
    cp "$here/peer/server.rs" "$folder/$1/src/main.rs"
    cargo build --quiet --release --manifest-path "$folder/$1/Cargo.toml" --target-dir "$folder/built"
    cp "$folder/built/release/server" "$folder/$1/program"
}

peer default ""
peer tuned ",disableValidator=true,allowBlockingValidator=true,allowBlockingResponseSerialize=true"
"$built/loopback" "${1:-5}" "${2:-5}" "openapi-generator=$folder/default/program" \
    "openapi-generator-tuned=$folder/tuned/program"
