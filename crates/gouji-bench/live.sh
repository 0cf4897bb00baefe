#!/bin/sh
# Builds everything, fetches the anchor into a folder of its own, and measures the language server.
# Options are those of the program, for instance `--edits 100`. GOUJI and RUFF name programs that
# are there already, and are then not built or fetched.
set -eu

RUFF_VERSION=0.17.6

cd "$(dirname "$0")/../.."
built="${CARGO_TARGET_DIR:-target}"

if [ -z "${GOUJI:-}" ]; then
    cargo build --locked --profile shipping -p gouji
    GOUJI="$built/shipping/gouji"
fi
cargo build --locked --release -p gouji-bench --bin live

fetched=$(mktemp -d)
trap 'rm -rf "$fetched"' EXIT
if [ -z "${RUFF:-}" ]; then
    if python3 -m venv "$fetched/venv" &&
        "$fetched/venv/bin/pip" install --quiet "ruff==$RUFF_VERSION"; then
        RUFF="$fetched/venv/bin/ruff"
    else
        echo "live.sh: ruff $RUFF_VERSION could not be fetched: measuring without the anchor" >&2
    fi
fi

"$built/release/live" --gouji "$GOUJI" ${RUFF:+--ruff "$RUFF"} "$@"
