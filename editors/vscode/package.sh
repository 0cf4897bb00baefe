#!/usr/bin/env bash
# From a clean checkout to a VSIX with everything in it: builds the server, then packs the extension.
#
#   bash editors/vscode/package.sh                          the server is built as it is handed out (profile “shipping”)
#   GOUJI=/path/to/gouji bash editors/vscode/package.sh     with a server that is there already
#
# Needs Rust, and Node 20 or later with npm.
set -euo pipefail
from=$PWD
cd "$(dirname "$0")"
if [ -n "${GOUJI:-}" ]; then
  program=$(cd "$from" && cd "$(dirname "$GOUJI")" && pwd)/$(basename "$GOUJI")
else
  (cd ../.. && cargo build --profile shipping -p gouji)
  folder=$(cd ../.. && cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/; s|\\\\|/|g')
  program=$folder/shipping/gouji
  if [ -f "$program.exe" ]; then program=$program.exe; fi
fi
npm ci
GOUJI=$program npm run package
