// `npm run conformance`: the WASI suite on each file system and engine, in a real Chromium, as one table.
import binaryen from 'binaryen';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { engines } from '../setup/engines.ts';
import { serveFolder } from '../setup/static-server.ts';
import type { EngineName } from '../setup/shell-page.ts';
import { ConformanceBrowser } from './browser.ts';
import { buildPage } from '../setup/build-page.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { System } from './page/messages.ts';
import { conformanceReport, type ConformanceCounts } from './report.ts';
import { hasSuite, readSuite, suiteFolder, type Program } from './suite.ts';
import { countOf, formatTable, type Column } from './table.ts';
import { addAsyncify } from '../../wasi/instrument/pass.ts';

const systems: readonly System[] = ['memory', 'opfs', 'folder'];

/** These programs run for milliseconds. Most lend the bytes for their stack, as programs do that were not made for it. */
const asyncify = { optimizeLevel: 0 };

/** Runs every program on every file system with an engine: in one browser, one after another. */
async function runAll(
  engine: EngineName,
  programs: readonly Program[],
  url: string,
  publish: (program: Program, engine: EngineName) => string,
): Promise<Column[]> {
  const browser = await ConformanceBrowser.open(engine, url);
  try {
    const columns: Column[] = [];
    for (const system of systems) {
      const outcomes = new Map<string, Outcome>();
      for (const program of programs) {
        const ended = await browser.run(program, system, publish(program, engine));
        outcomes.set(program.name, outcomeOf(program, system, ended));
      }
      columns.push({ system, engine, outcomes });
    }
    if (browser.errors.length > 0) throw new Error(browser.errors.join('\n'));
    return columns;
  } finally {
    await browser.close();
  }
}

async function conformance(): Promise<ConformanceCounts> {
  const programs = readSuite();
  /** What the server gives besides the page: the modules, made as they are asked for. */
  const modules: Record<string, Uint8Array> = {};
  const publish = ({ name, module }: Program, engine: EngineName): string => {
    const file = `programs/${engine}/${name}.wasm`;
    modules[file] ??= engine === 'asyncify' ? addAsyncify(binaryen, module, asyncify) : module;
    return new URL(file, server.url).href;
  };
  const server = await serveFolder(
    await buildPage(new URL('page/', import.meta.url), 'conformance'),
    '/some/path/',
    modules,
  );
  try {
    const byEngine = await Promise.all(
      engines.map((engine) => runAll(engine, programs, server.url, publish)),
    );
    // By file system first: what differs between the engines stands side by side.
    const columns = systems.flatMap((system) =>
      byEngine.flat().filter((column) => column.system === system),
    );
    const names = programs.map(({ name }) => name);
    console.log(formatTable(names, columns));
    const sum = (kind: Outcome['kind']): number =>
      columns.reduce((total, column) => total + countOf(column, kind), 0);
    return { passed: sum('passed'), failed: sum('failed') };
  } finally {
    server.close();
  }
}

if (!hasSuite()) {
  console.error(
    `npm run conformance: the WASI suite is not in ${suiteFolder()}: README.md says how to get it, and WASI_TESTSUITE names where it is`,
  );
  process.exitCode = 1;
} else {
  const counts = await conformance();
  mkdirSync(dirname(conformanceReport), { recursive: true });
  writeFileSync(conformanceReport, JSON.stringify(counts));
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
