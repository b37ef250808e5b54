// What asks for names and sizes.
import type { Jobs } from './job.ts';

export const listings: Jobs = () => [
  {
    name: 'ls',
    command: 'ls tree/folder-00 > /dev/null',
    limit: { kind: 'walk', path: 'tree/folder-00', sizes: false },
  },
  {
    name: 'ls-R',
    command: 'ls -R tree > /dev/null',
    limit: { kind: 'walk', path: 'tree', sizes: false },
  },
  {
    name: 'ls-lR',
    command: 'ls -lR tree > /dev/null',
    limit: { kind: 'walk', path: 'tree', sizes: true },
  },
  {
    name: 'find-name',
    command: "find tree -name '*.txt' > /dev/null",
    needs: ['find'],
    limit: { kind: 'walk', path: 'tree', sizes: false },
  },
  {
    name: 'find-size',
    command: 'find tree -size +1k > /dev/null',
    needs: ['find'],
    limit: { kind: 'walk', path: 'tree', sizes: true },
  },
  {
    name: 'du',
    command: 'du -s tree > /dev/null',
    needs: ['du'],
    limit: { kind: 'walk', path: 'tree', sizes: true },
  },
];
