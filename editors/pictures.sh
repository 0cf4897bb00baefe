#!/usr/bin/env bash
# Makes the pictures of docs/editors.md anew: a real editor in a real terminal, with the given server.
#
#   bash editors/pictures.sh PATH_TO_GOUJI
#
# Needs (names of Debian): neovim xterm xvfb imagemagick pngquant fonts-noto-cjk fonts-dejavu-core
set -euo pipefail

if [ $# -ne 1 ] || [ ! -x "$1" ]; then
  echo "usage: bash $0 PATH_TO_GOUJI" >&2
  exit 2
fi
for command in nvim xterm Xvfb import convert pngquant fc-list; do
  command -v "$command" >/dev/null || { echo "missing: $command" >&2; exit 2; }
done
# Of these sizes two narrow cells are as wide as a Chinese character.
narrow='DejaVu Sans Mono'
wide='Noto Sans Mono CJK SC'
for font in "$narrow" "$wide"; do
  [ -n "$(fc-list "$font")" ] || { echo "missing: the font $font" >&2; exit 2; }
done

GOUJI=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
EDITORS=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$EDITORS")
pictures=$root/docs/pictures
mkdir -p "$pictures"

scratch=$(mktemp -d)
running=()
trap 'kill "${running[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

exec 3<>"$scratch/display"
Xvfb -displayfd 3 -screen 0 2400x1600x24 -nolisten tcp 2>/dev/null &
running+=($!)
until [ -s "$scratch/display" ]; do kill -0 "${running[0]}"; sleep 0.05; done
DISPLAY=:$(head -n 1 "$scratch/display")
export DISPLAY GOUJI EDITORS WINDOWID LANG=C.UTF-8 LC_ALL=C.UTF-8

# A project like a reader's: the rules that gouji brings, and a sample, folded to what fits on a screen.
sample=$root/tests/disclosures/bailu-culture-tourism-2021.txt
DOCUMENT=白鹭区文化和旅游局2021年部门预算.txt
export DOCUMENT

project() { # folder
  mkdir -p "$1/documents" "$1/state"
  cp -r "$root/rules/department-budget" "$1/rules"
  printf 'rules = ["rules"]\ndocuments = ["documents"]\ndefault-packs = false\n' >"$1/gouji.toml"
  cp "$sample" "$1/documents/$DOCUMENT"
}

picture() { # scene, columns × rows
  local scene=$1 geometry=$2 folder=$scratch/$1 last='' now
  project "$folder"
  WORKSPACE=$folder SCENE=$scene XDG_STATE_HOME=$folder/state XDG_CACHE_HOME=$folder/state \
    XDG_DATA_HOME=$folder/state XDG_CONFIG_HOME=$folder/state \
    xterm -geometry "$geometry+0+0" -fa "$narrow:pixelsize=18" \
    -fd "$wide:pixelsize=21:charwidth=22" -b 12 -bg '#ffffff' -fg '#24292f' +sb -bw 0 -u8 \
    -xrm 'XTerm*scaleHeight: 1.35' -xrm 'XTerm*cursorColor: #24292f' -xrm 'XTerm*cursorBlink: false' \
    -e nvim -n -i NONE -u "$EDITORS/pictures/scene.lua" &
  running+=($!)
  until [ -s "$folder/ready" ]; do kill -0 $!; sleep 0.05; done
  if grep -q late "$folder/ready"; then cat "$folder/ready" >&2; exit 1; fi
  # The terminal paints at its leisure: the picture is taken when it does not change any more.
  while :; do
    sleep 0.3
    import -window "$(cat "$folder/ready")" "$folder/screen.png"
    now=$(convert "$folder/screen.png" rgb:- | md5sum)
    [ "$now" != "$last" ] || break
    last=$now
  done
  kill $!
  convert "$folder/screen.png" -bordercolor '#c8ced4' -border 1 +repage "$folder/framed.png"
  pngquant --force --strip --speed 1 --output "$pictures/$scene.png" 64 "$folder/framed.png"
  echo "$pictures/$scene.png: $(stat -c %s "$pictures/$scene.png") bytes"
}

# Of the sample, the title, “三公”, and one project are shown.
export FOLDED='4,47 59,118'
picture document 120x33
picture rules 112x30
