// The tree that each command line begins with: texts of many kinds, and names that need care.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const prose = `The quick brown fox jumps over the lazy dog.  A sentence that is long
enough to be filled again
by fmt, and folded by fold.

A second paragraph,
of short
lines.
`;

/** What each file holds. */
export const files: Readonly<Record<string, string | Uint8Array>> = {
  'numbers.txt': '10\n9\n-3\n2.5\n100\n10\n0\n33\n7\n7\n',
  'words.txt': 'pear\napple\nfig\nApple\nbanana\napple\nfig\nfig\ncherry\n',
  'people.csv':
    'name,age,city\nAda,36,London\nAlan,41,Wilmslow\nGrace,85,Arlington\nEdsger,72,Nuenen\n',
  'table.tsv': 'a\t1\tx\nb\t22\tyy\nccc\t333\tzzz\n',
  'tabs.txt': '\tone\ttwo\n        eight\n  \tmixed\nno tabs\n',
  'crlf.txt': 'first\r\nsecond\r\n\r\nlast\r\n',
  'no-newline.txt': 'one\ntwo\nthree',
  empty: '',
  'binary.bin': Uint8Array.from({ length: 256 }, (_, byte) => byte),
  'utf8.txt': 'caf\u00e9\ncafe\u0301\n日本語のテキスト\nparty 🎉🎉\nnaïve façade\n',
  'long.txt': `${'x'.repeat(5000)}\n${'word '.repeat(700)}\nend\n`,
  'prose.txt': prose,
  'left.txt': '1 one\n2 two\n3 three\n5 five\n',
  'right.txt': '1 uno\n2 dos\n4 cuatro\n5 cinco\n',
  'sorted-a.txt': 'a\nb\nc\ne\n',
  'sorted-b.txt': 'b\nc\nd\n',
  'graph.txt': 'shirt tie\ntie jacket\ntrousers shoes\ntrousers belt\nbelt jacket\n',
  'blank.txt': '\n\na\n\n\n\nb\n\n',
  'colors.conf': 'TERM xterm*\nDIR 01;34\n.gz 01;31\n',
  '.hidden': 'hidden\n',
  '-dash': 'dash\n',
  'with space.txt': 'space\n',
  "it's.txt": 'quote\n',
  'caf\u00e9.txt': 'composed\n',
  'cafe\u0301.txt': 'decomposed\n',
  '日本語.txt': '日本\n',
  '🎉.md': 'party\n',
  'run.sh': '#!/bin/sh\necho hello\n',
  'docs/readme.md': '# Docs\n\nText.\n',
  'docs/notes.txt': 'a note\n',
  'docs/deep/er/leaf.txt': 'leaf\n',
  'docs/deep/.dot': 'dot\n',
  'docs/v1.10/a': '1.10\n',
  'docs/v1.9/a': '1.9\n',
};

const emptyDirectories = ['hollow', 'docs/none'];

/** Noon of 15 January 2024, UTC, in seconds. The browser knows no more than milliseconds. */
const firstTime = 1_705_320_000;

/** Makes the tree in `folder`. Each file is a day and a second older than the one before. */
export function makeFixture(folder: string): void {
  for (const name of emptyDirectories) mkdirSync(join(folder, name), { recursive: true });
  for (const [index, [name, content]] of Object.entries(files).entries()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    const time = firstTime - index * 86_401;
    utimesSync(path, time, time);
  }
}
