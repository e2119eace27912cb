#!/usr/bin/env bash
# Installs the generators that `competitors.py` compares into a folder. Needs Python and Java 17.
#   bash tests/bench/competitors/install.sh FOLDER
set -euo pipefail
folder=$1
cargo install --root "$folder/tools" oas3-gen@0.29.0
cargo install --root "$folder/tools" openapi-to-rust@0.23.0
cargo install --root "$folder/tools" oapi-codegen@1.5.4
source "$(dirname "$0")/../peer/jar.sh"
