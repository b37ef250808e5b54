import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { hasSuite, readFiles, readSuite } from './suite.ts';

let suite: string;
beforeEach(() => {
  suite = mkdtempSync(join(tmpdir(), 'dirsh-suite-'));
});
afterEach(() => rmSync(suite, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(join(suite, path, '..'), { recursive: true });
  writeFileSync(join(suite, path), content);
}

/** As many programs as the suite has. */
function fill(folder: (part: string) => string): void {
  for (const part of ['rust', 'c', 'assemblyscript']) {
    for (let count = 10; count < 34; count++) write(`${folder(part)}/p${count}.wasm`, 'wasm');
  }
}

test.each([
  ['as it is published', (part: string) => `tests/${part}/testsuite/wasm32-wasip1`],
  ['alone', (part: string) => part],
])('the suite, %s', (_, folder) => {
  expect(hasSuite(suite)).toBe(false);
  fill(folder);
  write(`${folder('c')}/p10.json`, '{"args": ["a"], "root": "fs-tests.dir", "exit_code": 3}');
  expect(hasSuite(suite)).toBe(true);
  const programs = readSuite(suite);
  expect(programs).toHaveLength(72);
  expect(programs[0]).toMatchObject({ name: 'rust/p10', args: [], env: {}, exitCode: 0 });
  const root = join(suite, folder('c'), 'fs-tests.dir');
  const specified = { args: ['a'], root, exitCode: 3, stdout: undefined };
  expect(programs.find(({ name }) => name === 'c/p10')).toMatchObject(specified);
});

test('a suite that is not whole, or asks for what is not known, is refused', () => {
  fill((part) => part);
  write('rust/p10.json', '{"operations": []}');
  expect(() => readSuite(suite)).toThrow("p10.json: 'operations' is not known");
  rmSync(join(suite, 'rust/p10.json'));
  rmSync(join(suite, 'rust/p10.wasm'));
  expect(() => readSuite(suite)).toThrow('holds 71 programs');
});

test('a folder, directories before what is in them', () => {
  write('d/e/f', 'x');
  write('d.txt', '');
  expect(Object.entries(readFiles(suite))).toEqual([
    ['d', null],
    ['d.txt', ''],
    ['d/e', null],
    ['d/e/f', 'eA=='],
  ]);
});
