#!/usr/bin/env bash
# Makes the pictures of docs/editors.md and of the READMEs anew: a real editor and the command in a real
# terminal, with the given gouji. Scenes: document, rules (the editor), check (the command).
#
#   bash editors/pictures.sh PATH_TO_GOUJI [SCENE…]
#
# Needs (names of Debian): neovim xterm xvfb imagemagick pngquant fonts-noto-cjk fonts-dejavu-core
set -euo pipefail

if [ $# -lt 1 ] || [ ! -x "$1" ]; then
  echo "usage: bash $0 PATH_TO_GOUJI [SCENE…]" >&2
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
Xvfb -displayfd 3 -screen 0 2400x2000x24 -nolisten tcp 2>/dev/null &
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

terminal() { # scene, columns × rows, command…
  local geometry=$2 folder=$scratch/$1
  shift 2
  WORKSPACE=$folder XDG_STATE_HOME=$folder/state XDG_CACHE_HOME=$folder/state \
    XDG_DATA_HOME=$folder/state XDG_CONFIG_HOME=$folder/state \
    xterm -geometry "$geometry+0+0" -fa "$narrow:pixelsize=18" \
    -fd "$wide:pixelsize=21:charwidth=22" -b 12 -bg '#ffffff' -fg '#24292f' +sb -bw 0 -u8 \
    -xrm 'XTerm*scaleHeight: 1.35' -xrm 'XTerm*cursorColor: #24292f' -xrm 'XTerm*cursorBlink: false' \
    -xrm 'XTerm*color1: #cf222e' -xrm 'XTerm*color9: #cf222e' -xrm 'XTerm*color3: #9a6700' \
    -xrm 'XTerm*color11: #9a6700' -xrm 'XTerm*color6: #0b6b74' -xrm 'XTerm*color14: #0b6b74' \
    -e "$@" &
  running+=($!)
}

# The picture of the terminal that was started last.
taken() { # scene
  local scene=$1 folder=$scratch/$1 last='' now
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

picture() { # scene, columns × rows
  project "$scratch/$1"
  export SCENE=$1
  terminal "$1" "$2" nvim -n -i NONE -u "$EDITORS/pictures/scene.lua"
  taken "$1"
}

# What the first command of the READMEs says.
check() { # columns × rows
  mkdir -p "$scratch/check"
  cp "$root/tests/disclosures/haitang-archives-2023.pdf" "$scratch/check/海棠区档案馆2023年部门预算.pdf"
  cat >"$scratch/check/scene.sh" <<'SCENE'
cd "$WORKSPACE"
printf '$ gouji check 海棠区档案馆2023年部门预算.pdf\n\n'
"$GOUJI" check --lang zh --color always 海棠区档案馆2023年部门预算.pdf
printf '\033[?25l'
echo "$WINDOWID" >ready
sleep 60
SCENE
  terminal check "$1" bash "$scratch/check/scene.sh"
  taken check
}

wanted() { # scene; whether it is among those named, or none is
  [ ${#scenes[@]} -eq 0 ] || [[ " ${scenes[*]} " == *" $1 "* ]]
}

# Of the sample, the title, “三公”, and one project are shown.
export FOLDED='4,47 59,118'
scenes=("${@:2}")
if wanted document; then picture document 120x33; fi
if wanted rules; then picture rules 112x30; fi
if wanted check; then check 104x75; fi
