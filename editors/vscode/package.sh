#!/usr/bin/env bash
# From a clean checkout to a VSIX with everything in it: builds the server, then packs the extension.
set -euo pipefail
cd "$(dirname "$0")"
(cd ../.. && cargo build --release -p gouji)
npm ci
npm run package
