// `history` and `fc`, on lines that `history -s` put into the list.
import type { Case } from './case.ts';

const lines = 'for i in {1..20}; do history -s "true $i"; done; ';
const three = 'history -s "echo a"; history -s "echo b"; history -s "ls c"; ';

export const history: readonly Case[] = [
  `${three}history; history 2; history 0; history x; echo $?`,
  'history -s a b; history -s c; history -s d; history -d 2; history; history -d 9; echo $?; history -d -1; history',
  `${three}history -d x; echo $?; history -d; echo $?; history -d 0; echo $?; history -d 2-1; echo $?`,
  'history -s a; history -a h; history -s b; history -d 2; history -s c; history -a h; cat h',
  `${lines}history -d 2-19; history; history -d -2--1; history; history -c; history; history -s x; history`,
  'history -z; echo $?; history -9; echo $?; history -aw; echo $?; history -p a "b c"; history -s; history',
  'history -s a; history -s b; history -w h; cat h; history -c; history -r h; history -s c; history -a h; cat h; history -a h; cat h; history -n h; history',
  'HISTFILE=h; history -s a; history -a; cat h; history -s b; history -a; cat h',
  `${lines}fc -l; fc -l 18; fc -l 3 5; fc -l 5 3; fc -lr 3 5; fc -ln 3 5; fc -lnr 19`,
  `${lines}fc -l -2; fc -l -3 -2; fc -l 'true 4' 'true 6'; fc -l 0; fc -nl -1; fc -l -99 2`,
  'fc -l; echo $?; history -s x; fc -l nope; echo $?; fc -z; echo $?; fc -e; echo $?; fc -lx; echo $?',
  `${three}fc -s echo; fc -s a=X 1; fc -s nope; echo $?`,
  `${three}fc -s b=Y c=Z echo; echo $?`,
  'history -s "echo a"; fc -e -; fc -s a=b=c',
  'history -s "echo a"; FCEDIT=nosuch; fc 1; echo $?; fc -e false 1; echo $?',
  'history -s "echo a"; history -s "echo b"; fc -e "sed -i s/a/z/" 1; echo $?',
  'HISTCONTROL=ignoreboth; history -s " x"; history -s y; history -s y; history; HISTCONTROL=ignorespace; history -s y; history -s " z"; history',
  'HISTCONTROL=erasedups; history -s y; history -s z; history -s y; history; HISTCONTROL=ignoredups:erasedups; history -s z; history -s z; history',
  'HISTIGNORE="ls*:&:[ab]c"; history -s ls; history -s "ls -l"; history -s y; history -s y; history -s ac; history -s "x ls"; history',
  'HISTSIZE=2; history -s a; history -s b; history -s c; history; fc -l; history -d 2; history; HISTSIZE=0; history -s q; history',
].map((script) => ({ script }));
