#!/usr/bin/env bash
# A list of things to do in a text file: add, list, done, remove, search.
file=${TODO_FILE:-todo.txt}
touch "$file"

die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

number_of() {
  [[ ${1-} =~ ^[1-9][0-9]*$ ]] || die "'${1-}' is no number"
  (($1 <= $(wc -l < "$file"))) || die "there is no item $1"
  echo "$1"
}

rewrite() {
  local new
  new=$(mktemp ./todo.XXXXXX) || exit
  "$@" < "$file" > "$new" && mv -f "$new" "$file"
}

add() {
  local priority=C
  if [[ $1 == -p ]]; then
    priority=${2^^}
    shift 2
  fi
  (($#)) || die 'add what?'
  printf '[ ] (%s) %s\n' "$priority" "$*" >> "$file"
  echo "added: $*"
}

list() {
  local i=0 line open=0
  while IFS= read -r line; do
    ((i++))
    case $line in
      '[ ]'*) ((open++)) ;;
      *) [[ $1 == all ]] || continue ;;
    esac
    printf '%3d %s\n' "$i" "$line"
  done < "$file" | { if [[ $2 == sorted ]]; then sort -k3,3 -k1,1n; else cat; fi; }
}

finish() {
  local n
  for n; do
    n=$(number_of "$n") || exit
    rewrite sed "${n}s/^\[ \]/[x]/"
  done
}

remove() {
  local n
  n=$(number_of "$1") || exit
  echo "removed: $(sed -n "${n}p" "$file")"
  rewrite sed "${n}d"
}

command=${1:-list}
shift
case $command in
  a | add) add "$@" ;;
  l | list) list open sorted ;;
  all) list all unsorted ;;
  done) finish "$@" ;;
  rm) remove "$@" ;;
  find) grep -n -i -- "$1" "$file" || echo 'nothing found' ;;
  stats)
    all=$(grep -c '' "$file") finished=$(grep -c '^\[x\]' "$file")
    echo "$finished of $all done$( ((all)) && echo " ($((finished * 100 / all))%)")"
    ;;
  *) die "$command: add, list, all, done, rm, find or stats" ;;
esac
