#!/bin/bash
# Makes and verifies a manifest of checksums, and tells what was changed, added and lost.
shopt -s lastpipe
command=$1 folder=$2 manifest=${3:-MANIFEST}

files() { (cd "$folder" && find . -type f ! -name "$(basename "$manifest")" | sed 's|^\./||' | LC_ALL=C sort); }

case $command in
  make)
    : > "$manifest"
    files | while IFS= read -r name; do
      sum=$(sha256sum < "$folder/$name")
      size=$(wc -c < "$folder/$name")
      printf '%s\t%d\t%s\n' "${sum%% *}" "$size" "$name"
    done > "$manifest"
    echo "$(wc -l < "$manifest") files in $manifest"
    ;;
  check)
    declare -A expected=() sizes=()
    while IFS=$'\t' read -r sum size name; do
      expected[$name]=$sum sizes[$name]=$size
    done < "$manifest"
    changed=0 added=0 same=0
    files | while IFS= read -r name; do
      if [[ ! -v expected[$name] ]]; then
        echo "added:   $name"
        ((++added))
        continue
      fi
      sum=$(sha256sum < "$folder/$name")
      size=$(wc -c < "$folder/$name")
      if [[ ${sum%% *} == "${expected[$name]}" ]]; then
        ((++same))
      else
        echo "changed: $name ($((size - sizes[$name])) bytes more)"
        ((++changed))
      fi
      unset "expected[$name]"
    done
    for name in "${!expected[@]}"; do echo "lost:    $name"; done | sort
    echo "$same same, $changed changed, $added added, ${#expected[@]} lost"
    ((changed + added + ${#expected[@]} == 0))
    ;;
  *)
    echo "usage: $0 make|check folder [manifest]" >&2
    exit 2
    ;;
esac
