#!/bin/bash
# Copies a folder to numbered backups, keeps the last three, and says what has changed.
set -o errexit -o nounset -o pipefail
source_folder=${1:?folder}
store=${2:-backups}
keep=${KEEP:-3}

next_number() {
  local last=0 folder number
  for folder in "$store"/backup-*; do
    [[ -d $folder ]] || continue
    number=${folder##*-}
    ((10#$number > last)) && last=$((10#$number))
  done
  printf '%04d' $((last + 1))
}

manifest() (
  cd "$1"
  find . -type f ! -name .manifest | LC_ALL=C sort | while IFS= read -r file; do
    sha256sum "$file"
  done
)

mkdir -p "$store"
previous=$(ls -d "$store"/backup-* 2>/dev/null | tail -n 1 || true)
number=$(next_number)
target=$store/backup-$number
partial=$store/.partial-$number
trap 'rm -rf "$partial"' EXIT

cp -R "$source_folder" "$partial"
manifest "$source_folder" > "$partial/.manifest"
(cd "$partial" && sha256sum --quiet -c .manifest)
mv "$partial" "$target"
echo "made $target"

if [[ -n $previous ]]; then
  if difference=$(diff "$previous/.manifest" "$target/.manifest"); then
    echo "no change since $(basename "$previous")"
  else
    printf '%s\n' "$difference" | sed -n -e 's/^< [0-9a-f]*  /gone: /p' -e 's/^> [0-9a-f]*  /new:  /p'
  fi
fi

mapfile -t all <<< "$(ls -d "$store"/backup-*)"
while ((${#all[@]} > keep)); do
  echo "removing ${all[0]}"
  rm -r "${all[0]}"
  all=("${all[@]:1}")
done
