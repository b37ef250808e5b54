#!/bin/sh
# Counts words: the most frequent, the longest, and how long they are.
n=5 ignore=''
while [ $# -gt 0 ]; do
  case $1 in
    -n) n=$2; shift 2 ;;
    -i) ignore=$2; shift 2 ;;
    --) shift; break ;;
    -*) echo "unknown option $1" >&2; exit 2 ;;
    *) break ;;
  esac
done

words() {
  cat -- "$@" | tr -cs "[:alpha:]'" '\n' | tr '[:upper:]' '[:lower:]' | sed "s/^'*//; s/'*\$//; /^\$/d"
}

filtered() {
  if [ -n "$ignore" ]; then
    grep -v -x -F -f "$ignore"
  else
    cat
  fi
}

words "$@" | filtered > words.tmp || { echo 'no words'; exit 1; }
trap 'rm -f words.tmp' 0

echo "$(wc -l < words.tmp | tr -d ' ') words, $(sort -u words.tmp | wc -l | tr -d ' ') different"
echo 'most frequent:'
sort words.tmp | uniq -c | sort -k1,1nr -k2,2 | head -n "$n" | sed 's/^ */  /'
echo 'longest:'
sort -u words.tmp | while read -r word; do
  echo "${#word} $word"
done | sort -k1,1nr -k2,2 | head -n "$n" | cut -d' ' -f2 | sed 's/^/  /'
echo 'by length:'
length=1
while [ "$length" -le 12 ]; do
  count=$(grep -c -x ".\{$length\}" words.tmp)
  [ "$count" -gt 0 ] && echo "  $length: $count"
  length=$(expr $length + 1)
done
:
