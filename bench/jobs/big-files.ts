// Big files: read, written, computed on.
import type { Jobs } from './job.ts';

export const bigFiles: Jobs = ({ big, text }) => [
  {
    name: 'cat-big',
    command: 'cat big.txt > /dev/null',
    bytes: big,
    limit: { kind: 'read', paths: ['big.txt'] },
  },
  {
    name: 'wc',
    command: 'wc big.txt > /dev/null',
    bytes: big,
    limit: { kind: 'compute', path: 'big.txt', args: ['wc'] },
  },
  {
    name: 'sha256sum',
    command: 'sha256sum big.txt > /dev/null',
    bytes: big,
    limit: { kind: 'compute', path: 'big.txt', args: ['sha256sum'] },
  },
  {
    name: 'sort',
    command: 'sort text.txt > /dev/null',
    bytes: text,
    limit: { kind: 'compute', path: 'text.txt', args: ['sort'] },
  },
  {
    name: 'head',
    command: 'head -n 1 huge > /dev/null',
    limit: { kind: 'read-end', path: 'huge', which: 'first' },
  },
  {
    name: 'tail',
    command: 'tail -n 1 huge > /dev/null',
    limit: { kind: 'read-end', path: 'huge', which: 'last' },
  },
  {
    name: 'cp-big',
    command: 'cp big.txt copy.txt',
    prepare: 'rm -f copy.txt',
    bytes: big,
    limit: { kind: 'copy', from: ['big.txt'], to: 'copy.txt' },
  },
  {
    name: 'cat-abc',
    command: 'cat a b c > d',
    prepare: 'rm -f d',
    bytes: 3 * text,
    limit: { kind: 'copy', from: ['a', 'b', 'c'], to: 'd' },
  },
];
