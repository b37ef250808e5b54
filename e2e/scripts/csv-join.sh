#!/bin/bash
# Joins people with their orders, by the number in the first column, and sums up for each.
set -u
people=$1 orders=$2

declare -A name city total orders_of
while IFS=, read -r id who where _; do
  [[ $id == id || -z $id ]] && continue
  name[$id]=$who
  city[$id]=${where:-unknown}
done < "$people"

bad=0
{
  read -r header
  while IFS=, read -r id item amount; do
    if [[ ! $amount =~ ^[0-9]+(\.[0-9]{1,2})?$ ]]; then
      echo "line '$id,$item,$amount' is skipped" >&2
      ((bad++))
      continue
    fi
    whole=${amount%.*} cents=00
    [[ $amount == *.* ]] && cents=${amount#*.}0
    ((total[$id] = ${total[$id]:-0} + 10#$whole * 100 + 10#${cents:0:2}))
    orders_of[$id]+="${orders_of[$id]:+; }$item"
  done
} < "$orders"

money() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }

printf '%-12s %-10s %10s  %s\n' Name City Total Orders
for id in $(printf '%s\n' "${!name[@]}" | sort -n); do
  printf '%-12s %-10s %10s  %s\n' "${name[$id]}" "${city[$id]}" "$(money "${total[$id]:-0}")" "${orders_of[$id]:--}"
done

# The same by join(1), which must agree about who has ordered.
sort -t, -k1,1 "$people" | grep -v '^id' > people.sorted
sort -t, -k1,1 "$orders" | grep -v '^id' > orders.sorted
join -t, -o 1.2 people.sorted orders.sorted | sort -u > ordered.txt
join -t, -v 1 -o 1.2 people.sorted orders.sorted > without.txt
rm people.sorted orders.sorted
echo "ordered: $(paste -sd' ' ordered.txt)"
echo "without: $(paste -sd' ' without.txt)"
exit $((bad > 0 ? 3 : 0))
