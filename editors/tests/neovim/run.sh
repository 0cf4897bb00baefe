#!/usr/bin/env bash
# Runs a headless Neovim (0.7 or later) against a gouji binary.
#
#   bash editors/tests/neovim/run.sh PATH_TO_GOUJI
#
# Prints a line for each assertion and “N passed, N failed”; the exit status is 1 if one failed.
set -euo pipefail

if [ $# -ne 1 ] || [ ! -x "$1" ]; then
  echo "usage: bash $0 PATH_TO_GOUJI" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
gouji=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

workspace=$(mktemp -d)
trap 'rm -rf "$workspace"' EXIT
mkdir -p "$workspace/state"

status=0
GOUJI=$gouji WORKSPACE=$workspace/project EDITORS=$here/../.. \
  XDG_STATE_HOME=$workspace/state XDG_CACHE_HOME=$workspace/state XDG_DATA_HOME=$workspace/state XDG_CONFIG_HOME=$workspace/state \
  timeout "${PATIENCE:-120}" nvim --headless -n -u NONE -i NONE -c "luafile $here/test.lua" </dev/null 2>"$workspace/errors" || status=$?
if [ "$status" -ne 0 ] && [ -s "$workspace/errors" ]; then
  sed 's/^/  nvim: /' "$workspace/errors" >&2
fi
exit "$status"
