// Many small files: read, copied, moved, removed.
import type { Jobs } from './job.ts';

export const smallFiles: Jobs = () => [
  {
    name: 'cat-small',
    command: 'cat tree/*/* > /dev/null',
    limit: { kind: 'read-all', path: 'tree' },
  },
  {
    name: 'wc-small',
    command: 'cat tree/*/* | wc > /dev/null',
    limit: { kind: 'read-all', path: 'tree' },
  },
  {
    name: 'grep-r',
    command: 'grep -r nothing-has-this tree',
    needs: ['grep'],
    limit: { kind: 'read-all', path: 'tree' },
  },
  {
    name: 'cp-r',
    command: 'cp -r small copy',
    prepare: 'rm -rf copy',
    limit: { kind: 'copy-tree', from: 'small', to: 'copy' },
  },
  {
    name: 'rm-r',
    command: 'rm -r copy',
    prepare: 'rm -rf copy; cp -r small copy',
    limit: { kind: 'remove-tree', path: 'copy' },
  },
  {
    name: 'mv-file',
    command: 'mv one.txt two.txt',
    prepare: 'rm -f one.txt two.txt; echo one > one.txt',
    limit: { kind: 'move', from: 'one.txt', to: 'two.txt' },
  },
  {
    name: 'mv-folder',
    command: 'mv copy moved',
    prepare: 'rm -rf copy moved; cp -r small copy',
    limit: { kind: 'move-tree', from: 'copy', to: 'moved' },
  },
];
