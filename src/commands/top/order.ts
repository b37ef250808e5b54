// What `top` sorts by.
import type { ListedProcess } from '../../process/process-table.ts';

/** The orders, by their keys. */
export const orders = {
  M: { field: 'MEM', compare: (a, b) => (b.memory ?? -1) - (a.memory ?? -1) },
  T: { field: 'ELAPSED', compare: (a, b) => a.began - b.began },
  P: { field: 'STAT', compare: (a, b) => rank(a) - rank(b) },
  N: { field: 'PID', compare: (a, b) => b.pid - a.pid },
} as const satisfies Readonly<
  Record<string, { field: string; compare(a: ListedProcess, b: ListedProcess): number }>
>;

/** A key that chooses an order. */
export type OrderKey = keyof typeof orders;

export function isOrderKey(key: string): key is OrderKey {
  return Object.hasOwn(orders, key);
}

/** What computes goes first. */
function rank({ state }: ListedProcess): number {
  return ['running', 'sleeping', 'stopped'].indexOf(state);
}

const fields: ReadonlyMap<string, OrderKey> = new Map([
  ['MEM', 'M'],
  ['%MEM', 'M'],
  ['RES', 'M'],
  ['ELAPSED', 'T'],
  ['TIME', 'T'],
  ['TIME+', 'T'],
  ['STAT', 'P'],
  ['S', 'P'],
  ['%CPU', 'P'],
  ['PID', 'N'],
]);

/** The order by a field that `-o` names. */
export function orderOfField(name: string): OrderKey | undefined {
  return fields.get(name.toUpperCase());
}

/** Equal ones by number. */
export function sorted(
  processes: readonly ListedProcess[],
  key: OrderKey,
  reversed: boolean,
): readonly ListedProcess[] {
  const { compare } = orders[key];
  const all = processes.toSorted((a, b) => compare(a, b) || a.pid - b.pid);
  return reversed ? all.reverse() : all;
}
