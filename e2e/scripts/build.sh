#!/usr/bin/env bash
# Builds a small project: what is older than its sources is made anew, with a log and a cleaned-up end.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../project"

readonly out=build
step=none
started=$SECONDS
declare -a made=()

log() { printf '[%s] %s\n' "$step" "$*" >&2; }

on_error() {
  local status=$?
  log "failed with $status at: $BASH_COMMAND"
  exit "$status"
}
trap on_error ERR
trap 'rm -f "$out"/*.tmp; log "end after $((SECONDS - started < 60 ? 0 : 1)) minutes"' EXIT

needs() {
  local target=$1 source
  shift
  [[ -e $target ]] || return 0
  for source; do
    [[ $source -nt $target ]] && return 0
  done
  return 1
}

compile() {
  local source=$1 target=$out/${1##*/}
  target=${target%.src}.obj
  if needs "$target" "$source"; then
    {
      echo "# made from $source"
      sed -e '/^ *#/d' -e 's/[[:space:]]*$//' -e '/^$/d' "$source" | tr 'a-z' 'A-Z'
    } > "$target.tmp"
    mv "$target.tmp" "$target"
    made+=("$target")
    log "compiled $source"
  fi
}

step=prepare
mkdir -p "$out"
sources=($(find src -name '*.src' | sort))
log "${#sources[@]} sources"

step=compile
for source in "${sources[@]}"; do compile "$source"; done

step=link
cat "$out"/*.obj > "$out/program.tmp"
mv "$out/program.tmp" "$out/program"
checksum=$(sha256sum < "$out/program" | cut -d' ' -f1)
log "program has ${checksum:0:8}"

step=check
lines=$(grep -vc '^#' "$out/program")
echo "lines: $lines, made: ${#made[@]}"
if [[ ${1-} == --strict ]]; then
  grep -q 'MISSING' "$out/program"
fi
echo done
