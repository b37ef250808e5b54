// Every errno that a function's doc comment lists, with its cause set up for real; the lists and the tables are compared,
// and what else a comment must say is there.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { fdCases } from './errno-cases/fd.ts';
import { fdDataCases } from './errno-cases/fd-data.ts';
import { pathCases } from './errno-cases/path.ts';
import { restCases } from './errno-cases/rest.ts';
import { errnos } from '../preview1/errno.ts';

const specification = 'https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/docs.md';

const tables = { ...restCases, ...fdCases, ...fdDataCases, ...pathCases };

const failing = Object.entries(tables).filter(([, cases]) => cases.length > 0);

describe.each(failing)('%s', (_name, cases) => {
  test.each(cases)('%s: %s', async (errno, _cause, call) => {
    expect(await call()).toBe(errno);
  });
});

interface Documented {
  readonly comment: string;
  /** Names as in the signature. */
  readonly parameters: readonly string[];
}

/** The documented functions of this folder, by name. */
function functions(): Map<string, Documented> {
  const found = new Map<string, Documented>();
  for (const file of readdirSync(import.meta.dirname)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    const documented = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n(?:export )?function (\w+)\(([^)]*)\)/g;
    for (const [, comment = '', name = '', list = ''] of text.matchAll(documented)) {
      const parameters = [...list.matchAll(/(\w+): /g)].map(([, parameter = '']) => parameter);
      found.set(name, { comment, parameters });
    }
  }
  return found;
}

function documentedAs(all: ReadonlyMap<string, Documented>, name: string): Documented {
  const found = all.get(name);
  if (found === undefined) throw new Error(`${name} has no doc comment`);
  return found;
}

/** The codes behind `@throws`, with those of a function whose list is named: "as `name`". */
function listed(all: ReadonlyMap<string, Documented>, name: string): string[] {
  const { comment } = documentedAs(all, name);
  const [, throws = ''] = comment.split('@throws');
  const own = (throws.match(/\bE[A-Z0-9]+\b/g) ?? []).filter((word) => word in errnos);
  const others = [...throws.matchAll(/\bas[\s*]+`(\w+)`/g)];
  return [...own, ...others.flatMap(([, other = '']) => listed(all, other))];
}

const entry = /^ {2}(\w+)(?:: \w+\.\w+)?,$/gm;

describe('the tables', () => {
  const imports = readFileSync(new URL('imports.ts', import.meta.url), 'utf8');
  const calls = /const calls[^{]*\{([^}]*)\}/.exec(imports)?.[1] ?? '';
  const names = [...calls.matchAll(entry)].map(([, name = '']) => name);

  test('have all 46 functions', () => {
    expect(names).toHaveLength(46);
    expect(Object.keys(tables).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)('%s: each errno of the doc comment has a row, and no other', (name) => {
    const rows = tables[name] ?? [];
    expect([...new Set(rows.map(([errno]) => errno))].toSorted()).toEqual(
      [...new Set(listed(functions(), name))].toSorted(),
    );
  });

  test.each(names)(
    '%s: the doc comment says what it does, with a link and all parameters',
    (name) => {
      const { comment, parameters } = documentedAs(functions(), name);
      const [what = '', ...rest] = comment.split(`\n * ${specification}#${name}\n`);
      expect(what).toMatch(/^\s+\* [A-Z][^@]+\.$/);
      expect(rest).toHaveLength(1);
      const described = [...comment.matchAll(/@param (\w+) \S/g)].map(([, parameter]) => parameter);
      expect(described).toEqual(
        parameters.filter((parameter) => parameter !== 'host' && parameter !== '_host'),
      );
    },
  );
});
