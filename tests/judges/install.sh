#!/usr/bin/env bash
# Installs the judges below target/judges: schemathesis in a virtual environment, and prism.
set -euo pipefail
cd "$(dirname "$0")/../.."

python3 -m venv target/judges/python
target/judges/python/bin/pip install --quiet schemathesis==4.32.5
npm install --silent --no-fund --no-audit --prefix target/judges/node @stoplight/prism-cli@5.16.0
