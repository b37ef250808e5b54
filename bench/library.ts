// The figures of wasi/README.md: what a suspension costs on each engine and on the package asyncify-wasm, and what
// Asyncify costs coreutils.
import type { Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPage } from '../e2e/setup/build-page.ts';
import { launchBrowser } from '../e2e/setup/launch-browser.ts';
import { serveFolder } from '../e2e/setup/static-server.ts';
import { deepModules } from './library/modules.ts';
import type { CommandTimes, Way } from './library/page/messages.ts';

const programs = new URL('../public/programs/', import.meta.url);

/** How many calls lie between the export and the import that waits. */
const depths = [0, 20, 200];

/** What is measured with what, in turns. */
const rounds: readonly (readonly Way[])[] = [
  ['Asyncify', 'asyncify-wasm'],
  ['Asyncify', 'asyncify-wasm, our module'],
  ['JSPI'],
  ['Asyncify, lent stack'],
];

interface ProgramFile {
  readonly path: string;
  readonly size: number;
  readonly brotli: number;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

const percent = (ratio: number): string =>
  `${ratio < 1 ? '' : '+'}${((ratio - 1) * 100).toFixed(0)} %`;

/** Microseconds of a suspended call, and of that what ours takes in the same visits. */
interface Figure {
  readonly time: number;
  readonly ratio?: number;
}

/** How often the page is loaded anew for a figure: what V8 makes of the code differs from visit to visit. */
const visits = 7;

/**
 * The medians over all visits, of ours and of what is compared with it, if anything is. Each pair in pages of its own: V8
 * specialises code for the one instance that it is used with.
 */
async function measure(tab: Page, ways: readonly Way[], depth: number): Promise<Figure[]> {
  const found: number[][] = [];
  for (let visit = 0; visit < visits; visit++) {
    await tab.reload();
    await tab.waitForFunction(() => 'bench' in globalThis);
    const asked = { ways, depth };
    found.push(await tab.evaluate((what) => bench.suspensions(what.ways, what.depth, 25), asked));
  }
  const ratio = median(found.map(([ours = NaN, theirs = NaN]) => ours / theirs));
  return ways.map((_, at) => {
    const time = median(found.map((times) => times[at] ?? NaN));
    return at === 0 ? { time } : { time, ratio };
  });
}

function add(figures: Map<Way, Figure[]>, way: Way, figure: Figure | undefined): void {
  if (figure !== undefined) figures.set(way, [...(figures.get(way) ?? []), figure]);
}

/** @param figures by way, by depth */
function suspensionTable(figures: ReadonlyMap<Way, readonly Figure[]>): string {
  const cells = ({ time, ratio }: Figure): string =>
    `${time.toFixed(2)} µs${ratio === undefined ? '' : ` (ours: ${ratio.toFixed(2)} of it)`}`;
  return [
    `| a suspended call, below | ${depths.map((depth) => `${depth} calls`).join(' | ')} |`,
    `| --- | ${depths.map(() => '---').join(' | ')} |`,
    ...[...figures].map(([way, row]) => `| ${way} | ${row.map(cells).join(' | ')} |`),
  ].join('\n');
}

function commandTable(times: readonly CommandTimes[]): string {
  const lines = times.map(({ command, jspi, asyncify }) => {
    // Of each pair, which ran one behind the other: the machine is not always as fast.
    const ratio = median(jspi.map((time, at) => (asyncify[at] ?? NaN) / time));
    const cells = [jspi, asyncify].map((list) => `${median(list).toFixed(1)} ms`);
    return `| \`${command}\` | ${cells.join(' | ')} | ${percent(ratio)} |`;
  });
  return ['| command | JSPI | Asyncify | |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function sizeTable({ plain, asyncify }: Record<'plain' | 'asyncify', ProgramFile>): string {
  const row = (name: string, size: keyof ProgramFile & ('size' | 'brotli')): string =>
    `| ${name} | ${plain[size]} | ${asyncify[size]} | ${percent(asyncify[size] / plain[size])} |`;
  return [
    '| coreutils | plain | instrumented | |',
    '| --- | --- | --- | --- |',
    row('bytes', 'size'),
    row('bytes in Brotli', 'brotli'),
  ].join('\n');
}

/** Measures in a real Chromium, and prints tables. */
export async function benchLibrary(): Promise<void> {
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', programs), 'utf8')) as {
    readonly programs: readonly [{ readonly files: Record<'plain' | 'asyncify', ProgramFile> }];
  };
  const { files } = manifest.programs[0];
  const modules = deepModules();
  for (const { path } of Object.values(files))
    modules[path] = readFileSync(new URL(path, programs));
  const page = await buildPage(new URL('library/page/', import.meta.url), 'bench-library');
  const server = await serveFolder(page, '/bench/', modules);
  const profile = mkdtempSync(join(tmpdir(), 'dirsh-bench-'));
  const context = await launchBrowser(profile);
  try {
    const tab = context.pages()[0] ?? (await context.newPage());
    await tab.goto(server.url);
    const figures = new Map<Way, Figure[]>();
    for (const depth of depths) {
      for (const ways of rounds) {
        const measured = await measure(tab, ways, depth);
        for (const [at, way] of ways.entries()) {
          // Ours is in two of the rounds.
          if (figures.get(way)?.length !== depths.indexOf(depth) + 1)
            add(figures, way, measured[at]);
        }
      }
    }
    const times = await tab.evaluate(() => bench.commands(15));
    console.log([suspensionTable(figures), sizeTable(files), commandTable(times)].join('\n\n'));
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
