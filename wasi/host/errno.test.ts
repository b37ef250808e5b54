// Every errno that a function's doc comment lists, with its cause set up for real; the lists and the tables are compared.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { fdCases } from './errno-cases/fd.ts';
import { fdDataCases } from './errno-cases/fd-data.ts';
import { pathCases } from './errno-cases/path.ts';
import { restCases } from './errno-cases/rest.ts';
import { errnos } from '../preview1/errno.ts';

const tables = { ...restCases, ...fdCases, ...fdDataCases, ...pathCases };

const failing = Object.entries(tables).filter(([, cases]) => cases.length > 0);

describe.each(failing)('%s', (_name, cases) => {
  test.each(cases)('%s: %s', async (errno, _cause, call) => {
    expect(await call()).toBe(errno);
  });
});

/** The doc comments of this folder's functions, by name. */
function comments(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    const documented = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:export )?function (\w+)/g;
    for (const [, comment = '', name = ''] of text.matchAll(documented)) found.set(name, comment);
  }
  return found;
}

/** The codes behind `@throws`, with those of a function whose list is named: "as `name`". */
function listed(all: ReadonlyMap<string, string>, name: string): string[] {
  const comment = all.get(name);
  if (comment === undefined) throw new Error(`${name} has no doc comment`);
  const [, throws = ''] = comment.split('@throws');
  const own = (throws.match(/\bE[A-Z0-9]+\b/g) ?? []).filter((word) => word in errnos);
  const others = [...throws.matchAll(/\bas[\s*]+`(\w+)`/g)];
  return [...own, ...others.flatMap(([, other = '']) => listed(all, other))];
}

const functions = /^ {2}(\w+)(?:: \w+\.\w+)?,$/gm;

describe('the tables', () => {
  const imports = readFileSync(new URL('imports.ts', import.meta.url), 'utf8');
  const calls = /const calls[^{]*\{([^}]*)\}/.exec(imports)?.[1] ?? '';
  const names = [...calls.matchAll(functions)].map(([, name = '']) => name);

  test('have all 46 functions', () => {
    expect(names).toHaveLength(46);
    expect(Object.keys(tables).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)('%s: each errno of the doc comment has a row, and no other', (name) => {
    const rows = tables[name] ?? [];
    expect([...new Set(rows.map(([errno]) => errno))].toSorted()).toEqual(
      [...new Set(listed(comments(), name))].toSorted(),
    );
  });
});
