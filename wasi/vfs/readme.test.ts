// Whether the tests that README.md names for each fault are there.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string): string | undefined => {
  for (const base of ['./', '../../']) {
    const file = fileURLToPath(new URL(base + path, import.meta.url));
    if (existsSync(file)) return readFileSync(file, 'utf8');
  }
  return undefined;
};

const rows = (read('README.md') ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(1);

test('each fault of a host on directory handles is in the list', () => {
  expect(rows.length).toBe(24);
});

test.each(rows)('%s', (_, __, tests = '') => {
  for (const reference of tests.split('; ')) {
    const [, file = '', title = ''] = /^`?([^`:]+)`?: (.+)$/.exec(reference) ?? [];
    expect(read(file), file).toContain(title);
  }
});
