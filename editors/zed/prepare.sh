#!/usr/bin/env bash
# Copies the extension to a folder, with the path and commit of this checkout for the grammar. Install
# that folder with “zed: install dev extension”.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:?usage: bash prepare.sh TARGET_FOLDER}
root=$(git rev-parse --show-toplevel)
commit=$(git rev-parse HEAD)
mkdir -p "$target"
cp -r extension.toml Cargo.toml src languages ../vscode/LICENSE "$target"/
sed -i.bak -e "s|file:///path/to/gouji|file://$root|" -e "s|rev = \"HEAD\"|rev = \"$commit\"|" "$target/extension.toml"
rm "$target/extension.toml.bak"
echo "$target: zed: install dev extension"
