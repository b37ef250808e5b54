// The table that `npm run conformance` prints.
import type { EngineName } from '../setup/shell-page.ts';
import type { Outcome } from './outcome.ts';
import type { System } from './page/messages.ts';

/** A file system on an engine, and what became of each program there. */
export interface Column {
  readonly system: System;
  readonly engine: EngineName;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

const systems: Readonly<Record<System, string>> = {
  memory: 'memory',
  opfs: 'OPFS',
  folder: 'real folder',
};
const engines: Readonly<Record<EngineName, string>> = { jspi: 'JSPI', asyncify: 'Asyncify' };
const marks: Readonly<Record<Outcome['kind'], string>> = {
  passed: 'ok',
  failed: 'FAILED',
  impossible: 'cannot',
};

function titleOf({ system, engine }: Column): string {
  return `${systems[system]} ${engines[engine]}`;
}

export function countOf({ outcomes }: Column, kind: Outcome['kind']): number {
  return [...outcomes.values()].filter((outcome) => outcome.kind === kind).length;
}

/** Programs down, columns across, the counts below; then the names and reasons of those that did not pass. */
export function formatTable(names: readonly string[], columns: readonly Column[]): string {
  const rows = [
    ['', ...columns.map(titleOf)],
    ...names.map((name) => [
      name,
      ...columns.map(({ outcomes }) => marks[outcomes.get(name)?.kind ?? 'failed']),
    ]),
    ['passed', ...columns.map((column) => `${countOf(column, 'passed')} of ${names.length}`)],
  ];
  const widths = [0, ...columns.keys().map((index) => index + 1)].map((index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, ...explanations(names, columns)].join('\n');
}

/** A line for each program and reason, with the columns that it holds for. */
function explanations(names: readonly string[], columns: readonly Column[]): string[] {
  const lines: string[] = [];
  for (const kind of ['impossible', 'failed'] as const) {
    const found = names.flatMap((name) => {
      const reasons = Map.groupBy(
        columns.filter(({ outcomes }) => outcomes.get(name)?.kind === kind),
        ({ outcomes }) => outcomes.get(name)?.reason ?? '',
      );
      return [...reasons].map(
        ([reason, where]) => `  ${name} (${where.map(titleOf).join(', ')}): ${reason}`,
      );
    });
    if (found.length > 0) lines.push('', `${marks[kind]}:`, ...found);
  }
  return lines;
}
