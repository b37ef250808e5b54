#!/bin/bash
# Sorts photos into a folder for each month by the date in their names, and numbers them.
set -euo pipefail

usage() {
  echo "usage: ${0##*/} [-n] [-p prefix] folder" >&2
  exit 64
}

dry=0 prefix=photo
while getopts ':np:' option; do
  case $option in
    n) dry=1 ;;
    p) prefix=$OPTARG ;;
    :) echo "-$OPTARG needs a prefix" >&2; usage ;;
    *) usage ;;
  esac
done
shift $((OPTIND - 1))
(($# == 1)) || usage
cd "$1"

shopt -s nullglob nocaseglob
declare -A count=()
moved=0 skipped=()

month_name() {
  local names=(January February March April May June July August September October November December)
  printf '%s' "${names[10#$1 - 1]}"
}

for file in *.jpg *.jpeg; do
  if [[ $file =~ ^(IMG|DSC|PXL)[_-]?([0-9]{4})([0-9]{2})([0-9]{2})[_-](.*)\.(jpe?g|JPE?G)$ ]]; then
    year=${BASH_REMATCH[2]} month=${BASH_REMATCH[3]} day=${BASH_REMATCH[4]}
    folder="$year/$month $(month_name "$month")"
    key=$year$month$day
    number=$((${count[$key]:-0} + 1))
    count[$key]=$number
    printf -v name '%s %s-%s-%s %03d.%s' "$prefix" "$year" "$month" "$day" "$number" "${BASH_REMATCH[6],,}"
    if ((dry)); then
      echo "would move '$file' to '$folder/$name'"
      continue
    fi
    mkdir -p "$folder"
    mv -n -- "$file" "$folder/$name"
    ((moved += 1))
  else
    skipped+=("$file")
  fi
done

echo "$moved moved, ${#skipped[@]} skipped"
((${#skipped[@]} == 0)) || printf '  skipped: %s\n' "${skipped[@]}"
for key in $(printf '%s\n' "${!count[@]}" | sort); do
  echo "$key: ${count[$key]}"
done
