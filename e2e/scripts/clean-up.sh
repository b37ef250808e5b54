#!/bin/bash
# Finds what can go from a folder: empty files and folders, old temporary files, copies of the same content.
set -euo pipefail
folder=${1:-.}
action=${2:-list}

human() {
  local bytes=$1 unit
  for unit in B K M G; do
    ((bytes < 1024)) && break
    ((bytes /= 1024))
  done
  echo "$bytes$unit"
}

echo "empty files:"
find "$folder" -type f -empty | sort | sed 's/^/  /'

echo "temporary files:"
find "$folder" -type f \( -name '*.tmp' -o -name '*~' -o -name '*.bak' \) -print0 | sort -z |
  xargs -0 -r -n 1 sh -c 'printf "  %s (%d lines)\n" "$1" "$(wc -l < "$1")"' _

echo "large files:"
find "$folder" -type f -size +2k -exec bash -c '
  for file; do
    size=$(wc -c < "$file")
    echo "  $file: $size"
  done' _ {} + | sort

echo "same content:"
last='' last_file=''
find "$folder" -type f -size +0 | sort | xargs -d '\n' sha256sum | sort -s -k1,1 > sums
while read -r sum file; do
  if [[ $sum == "$last" ]]; then
    echo "  $file is $last_file"
    if [[ $action == remove ]]; then rm -- "$file"; fi
  else
    last=$sum last_file=$file
  fi
done < sums
rm sums

if [[ $action == remove ]]; then
  find "$folder" -type f \( -name '*.tmp' -o -name '*.bak' \) -delete
  find "$folder" -mindepth 1 -type d -empty -delete
fi
count=$(find "$folder" -type f | wc -l)
echo "$((count)) files stay, $(human 123456)"
