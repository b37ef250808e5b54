// Scripts that are files.
import type { Case } from './case.ts';
import { casesWith } from './case.ts';

const files = {
  f: 'one\ntwo\n',
  'd/': '',
  noexec: 'echo x\n',
  s1: '#!/bin/bash\necho "$# $1 $2"\ny=2\necho "[$x]"\n',
  s2: '#!/bin/sh\necho "${V-unset}" $(basename "$PWD")\ntype f >/dev/null 2>&1 && echo function\nexit 3\n',
  s3: '#!/usr/bin/env bash\nwhile read -r l; do echo "<$l>"; done\n',
  s4: '#!/bin/bash\nset -e\necho start\nfalse\necho no\n',
  s5: '#!/bin/nosuch\necho x\n',
  s6: '#!/bin/bash\nf 2>/dev/null || echo none\n',
  s7: '#!/bin/bash\n# prints its arguments\nmain() {\n  local i=0\n  for a in "$@"; do\n    ((i += 1))\n    echo "$i: $a"\n  done\n  echo "${FUNCNAME[0]} ${FUNCNAME[1]} $LINENO"\n}\nmain "$@"\nnope_\n',
  s8: '#!/bin/bash\necho $-\necho *.none\ntrap\n',
  s9: '#!/bin/bash\nn=$1\na=0 b=1\nfor ((i = 0; i < n; i++)); do\n  printf "%d " $a\n  ((t = a + b, a = b, b = t))\ndone\necho\n',
  s10: '#!/bin/bash\nverbose=0 out=\nusage() { echo "usage: $(basename "$0") [-v] [-o out] files" >&2; exit 2; }\nwhile getopts :vo: opt; do\n  case $opt in\n    v) verbose=1 ;;\n    o) out=$OPTARG ;;\n    *) usage ;;\n  esac\ndone\nshift $((OPTIND - 1))\necho "verbose=$verbose out=$out files=$*"\n',
  s11: '#!/bin/bash\nset -euo pipefail\ntmp=work.$$\ncleanup() { rm -rf "$tmp"; }\ntrap cleanup EXIT\nmkdir "$tmp"\ndeclare -A size\nfor f in f s1; do\n  cp "$f" "$tmp/"\n  size[$f]=$(wc -c < "$tmp/$f")\ndone\n{\n  for k in f s1; do printf "%-5s %4d\\n" "$k" "${size[$k]}"; done\n} > report\n',
  s12: '#!/bin/bash\ndeclare -i n=0\nwhile IFS= read -r line || [[ -n $line ]]; do\n  n+=1\n  case $line in\n    o*) echo "$n o: ${line^^}" ;;\n    *) echo "$n other: ${line//o/0}" ;;\n  esac\ndone\n',
};

export const scripts: readonly Case[] = casesWith(files, [
  'chmod +x s1; ./s1; echo $?; ./s1 a \'b c\'; x=1; ./s1; echo "[$y]"',
  'chmod +x s2; ./s2; echo $?; export V=given; ./s2; f() { echo no; }; ./s2; (cd d; ../s2)',
  'chmod +x s3; echo in | ./s3; ./s3 < f; ./s3 < f > g; cat g; x=$(./s3 <<< here); echo "$x"; ./s3 < f | tr a-z A-Z',
  'chmod +x s4; ./s4; echo $?; ./s4 || echo failed; if ./s4; then :; else echo else; fi; ./s4 2>/dev/null',
  'chmod +x s5; ./s5; echo $?; ./noexec; echo $?; ./nope; echo $?; ./d; echo $?',
  'chmod +x s6; ./s6; f() { echo exported; }; export -f f; ./s6; export -fn f; ./s6',
  'chmod +x s7; ./s7 one two; ./s7',
  "chmod +x s8; set -e; ./s8 || true; echo $-; shopt -s nullglob; ./s8; trap 'echo outer' EXIT; ./s8",
  'chmod +x s9; ./s9 5; ./s9 10; chmod +x s10; ./s10 -v -o out file1 file2; ./s10 -x; echo $?',
  'chmod +x s11; ./s11; ls; cat report; chmod +x s12; ./s12 < f',
]);
