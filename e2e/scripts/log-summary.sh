#!/bin/sh
# Summarises an access log: requests by status, the busiest clients and hours, and what was not found.
set -eu

log=${1:?usage: log-summary.sh LOG}
[ -r "$log" ] || { echo "$log: cannot be read" >&2; exit 1; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT INT TERM

title() {
  echo
  echo "$1"
  echo "$1" | sed 's/./-/g'
}

total=$(wc -l < "$log")
echo "$(basename "$log"): $total requests"

title "By status"
cut -d'"' -f3 "$log" | cut -d' ' -f2 | sort | uniq -c | sort -k1,1nr -k2 > "$tmp/status"
while read -r count status; do
  percent=$((count * 100 / total))
  bar=$(printf '%*s' $((percent / 4)) '' | tr ' ' '#')
  printf '%s %5d %3d%% %s\n' "$status" "$count" "$percent" "$bar"
done < "$tmp/status"

title "Busiest clients"
cut -d' ' -f1 "$log" | sort | uniq -c | sort -k1,1nr -k2 | head -n 3 |
  while read -r count client; do
    echo "$client: $count"
  done

title "By hour"
sed -n 's/.*\[[^:]*:\([0-9][0-9]\):.*/\1/p' "$log" | sort | uniq -c |
  while read -r count hour; do
    printf '%s:00 %d\n' "$hour" "$count"
  done

title "Not found"
grep '" 404 ' "$log" | cut -d'"' -f2 | cut -d' ' -f2 | sort -u > "$tmp/missing" || true
if [ -s "$tmp/missing" ]; then
  sed 's/^/  /' "$tmp/missing"
else
  echo "  nothing"
fi

bytes=0
for size in $(cut -d'"' -f3 "$log" | cut -d' ' -f3); do
  case $size in
    -) ;;
    *) bytes=$((bytes + size)) ;;
  esac
done
echo
echo "$bytes bytes sent"
