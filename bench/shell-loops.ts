// Loops of builtins: the shell's own time in Node, in turns with bash. No program runs and no browser is asked.
import { spawnSync } from 'node:child_process';
import { MachineWorld, emptyInput, Sink } from '../src/shell/cases/world.mts';
import { Shell } from '../src/shell/shell.ts';

const loops: readonly string[] = [
  'while ((i < 100000)); do ((i++)); done',
  'for ((i = 0; i < 100000; i++)); do :; done',
  'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done',
  'i=0; while [[ $i -lt 100000 ]]; do let i++; done',
  'for i in {1..100000}; do echo $i > /dev/null; done',
  'for i in {1..100000}; do echo "$i"; done > /dev/null',
  'f() { local x=$1; }; for ((i = 0; i < 100000; i++)); do f $i; done',
  's=; for ((i = 0; i < 100000; i++)); do case $i in *7) s=${i%7} ;; esac; done',
];

/** Milliseconds of one run of ours, with the parsing. */
async function ours(script: string): Promise<number> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const shell = new Shell(new MachineWorld(), {
    env: new Map([['PATH', '/bin']]),
    cwd: ['tmp'],
    descriptors: { stdin: emptyInput, stdout, stderr },
  });
  const start = performance.now();
  const status = await shell.run(script);
  const took = performance.now() - start;
  if (stderr.bytes.length > 0) throw new Error(String(stderr.bytes));
  if (status > 1) throw new Error(`${script}: status ${status}`);
  return took;
}

/** Milliseconds of one run of bash, with its start, which is a few. */
function bash(script: string): number {
  const start = performance.now();
  const { error } = spawnSync('/bin/bash', ['-c', script], { cwd: '/tmp' });
  if (error !== undefined) throw error;
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Prints how many times bash's time each loop takes: the median of the ratios of `runs` pairs. */
export async function benchLoops(runs: number): Promise<void> {
  console.log(`\nNode ${process.versions.node}\n\n| loop | ms | bash, ms | ratio |`);
  console.log('| --- | --: | --: | --: |');
  for (const script of loops) {
    const pairs: { readonly took: number; readonly limit: number }[] = [];
    for (let run = 0; run < runs; run += 1)
      pairs.push({ took: await ours(script), limit: bash(script) });
    const figures = [
      median(pairs.map(({ took }) => took)).toFixed(0),
      median(pairs.map(({ limit }) => limit)).toFixed(0),
      median(pairs.map(({ took, limit }) => took / limit)).toFixed(2),
    ];
    console.log(`| \`${script}\` | ${figures.join(' | ')} |`);
  }
}
