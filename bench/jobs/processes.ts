// Programs that begin and end, and pipes between them.
import type { Jobs } from './job.ts';

export const processes: Jobs = ({ lines, piped }) => [
  { name: 'true', command: '/bin/true' },
  {
    name: 'true-loop',
    command: 'i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done',
    times: 200,
  },
  {
    name: 'seq-sort-tail',
    command: `seq ${lines} | sort -n | tail -n 1 > /dev/null`,
    limit: {
      kind: 'pipeline',
      stages: [
        { args: ['seq', String(lines)] },
        { args: ['sort', '-n'], input: 'previous' },
        { args: ['tail', '-n', '1'], input: 'previous' },
      ],
    },
  },
  {
    name: 'yes-head-wc',
    command: `yes | head -c ${piped} | wc -c > /dev/null`,
    bytes: piped,
    limit: {
      kind: 'pipeline',
      stages: [
        { args: ['yes'], most: piped },
        { args: ['head', '-c', String(piped)], input: piped },
        { args: ['wc', '-c'], input: piped },
      ],
    },
  },
  // The pipelines that issue 6 names: the first by its time, the others by the memory that they take.
  { name: 'yes-head', command: 'yes | head -n 1 > /dev/null' },
  {
    name: 'cat-sha256sum',
    command: 'cat piped | sha256sum > /dev/null',
    bytes: piped,
  },
  {
    name: 'zero-tr-wc',
    command: `head -c ${piped} /dev/zero | tr '\\0' x | wc -c > /dev/null`,
    bytes: piped,
  },
];
