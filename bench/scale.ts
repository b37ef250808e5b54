// How time and memory grow with what a command works on: ten and a hundred times as much should take so much longer.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeHole } from './jobs/folder.ts';
import type { BenchPage } from './measure/bench-page.ts';
import { figuresOf } from './measure/figures.ts';
import { withFolder } from './measure/with-folder.ts';
import type { LimitJob } from './limit/messages.ts';
import type { EngineName } from '../e2e/setup/shell-page.ts';

/** A command at several sizes. */
interface Growth {
  readonly name: string;
  readonly sizes: readonly number[];
  command(size: number): string;
  fill(folder: string, size: number): void;
  /** The same in hand-written JavaScript: what grows there, the browser makes grow. */
  limit(size: number): LimitJob;
}

const mebibyte = 1024 * 1024;
const filesEach = 100;

const growths: readonly Growth[] = [
  {
    name: 'ls -lR, files',
    sizes: [1000, 10_000, 100_000],
    command: (size) => `ls -lR files-${size} > /dev/null`,
    fill: (folder, size) => {
      for (let at = 0; at < size; at++) {
        const directory = join(folder, `files-${size}`, `d${Math.floor(at / filesEach)}`);
        if (at % filesEach === 0) mkdirSync(directory, { recursive: true });
        writeFileSync(join(directory, `f${at}`), '');
      }
    },
    limit: (size) => ({ kind: 'walk', path: `files-${size}`, sizes: true }),
  },
  {
    name: 'cat, bytes',
    sizes: [16 * mebibyte, 256 * mebibyte, 2048 * mebibyte],
    command: (size) => `cat bytes-${size} > /dev/null`,
    fill: (folder, size) => writeHole(join(folder, `bytes-${size}`), size),
    limit: (size) => ({ kind: 'read', paths: [`bytes-${size}`] }),
  },
];

/** The exponent of the power that fits best: the slope of a line through the logarithms. */
export function exponentOf(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return covariance / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

/**
 * Measures, and prints tables: milliseconds and the peak of the memory at each size, and the exponent of the time; then
 * the same of the limit, whose garbage would be part of the peaks.
 */
export async function benchScale(engine: EngineName, runs: number): Promise<void> {
  const fill = (folder: string): void => {
    for (const growth of growths) for (const size of growth.sizes) growth.fill(folder, size);
  };
  await withFolder({ engine, fill }, async ({ timed }) => {
    console.log(`\n${engine}\n`);
    await table(runs, async ({ command }, size) => (await timed.run(command(size))).time, timed);
    console.log('\nthe limit\n');
    await table(runs, ({ limit }, size) => timed.limit(limit(size)), timed);
  });
}

/** @param measure gives the milliseconds of one run */
async function table(
  runs: number,
  measure: (growth: Growth, size: number) => Promise<number>,
  page: BenchPage,
): Promise<void> {
  console.log(`| command | size | ms | peak MiB | exponent |\n|${' --- |'.repeat(5)}`);
  for (const growth of growths) {
    const points: (readonly [number, number])[] = [];
    for (const size of growth.sizes) {
      const times: number[] = [];
      page.resetPeak();
      for (let run = 0; run < runs; run++) times.push(await measure(growth, size));
      const { median } = figuresOf(times);
      points.push([size, median]);
      const exponent = points.length < growth.sizes.length ? '' : exponentOf(points).toFixed(2);
      const peak = ((page.peakMemory() ?? NaN) / mebibyte).toFixed(0);
      console.log(`| ${growth.name} | ${size} | ${median.toFixed(0)} | ${peak} | ${exponent} |`);
    }
  }
}
