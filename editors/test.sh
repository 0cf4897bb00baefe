#!/usr/bin/env bash
# All tests of this folder.
#
#   bash editors/test.sh PATH_TO_GOUJI
#
# Needs Node (20 or later) with npm, a C compiler, libtree-sitter-dev, neovim, emacs-nox and unzip (Debian's names).
# Every part runs, also after one has failed; the exit status is 1 if one did.
set -uo pipefail

if [ $# -ne 1 ] || [ ! -x "$1" ]; then
  echo "usage: bash $0 PATH_TO_GOUJI" >&2
  exit 2
fi
gouji=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"

failed=()
part() { # name, command …
  printf '\n== %s\n' "$1"
  local start=$SECONDS
  "${@:2}" || failed+=("$1")
  printf -- '-- %s: %d s\n' "$1" $((SECONDS - start))
}
in_folder() { (cd "$1" && "${@:2}"); }
# The one documented command, with the given server instead of one that it would build; then what came of it.
packaged() {
  rm -f vscode/*.vsix
  GOUJI=$gouji bash vscode/package.sh && node tests/session/vsix.mjs vscode/*.vsix
}

part "generated files are up to date" node generate.mjs --check
part "tree-sitter grammar" in_folder tree-sitter-gouji npm test
part "session: install" in_folder tests/session npm ci
part "session" in_folder tests/session env "GOUJI=$gouji" npm test
part "VS Code: package" packaged
part "VS Code: unit tests" in_folder vscode npm test
part "Emacs mode" in_folder emacs emacs -Q --batch -L . -l gouji-mode-tests.el -f ert-run-tests-batch-and-exit
part "Neovim" bash tests/neovim/run.sh "$gouji"

if [ ${#failed[@]} -gt 0 ]; then
  printf '\nfailed: %s\n' "${failed[*]}"
  exit 1
fi
printf '\nall passed\n'
