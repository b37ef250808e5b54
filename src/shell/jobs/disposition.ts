// What a shell does about a signal: its traps, and otherwise what the system does.
import type { Traps } from '../traps.ts';

/** Signals that do nothing where there is no trap. */
const harmless = new Set(['CHLD', 'URG', 'WINCH']);
const stopping = new Set(['STOP', 'TSTP', 'TTIN', 'TTOU']);

export type Disposition = 'ignored' | 'trapped' | 'ends' | 'stops' | 'continues';

/** What `signal` does to a shell that has `traps`. KILL and STOP cannot be trapped. */
export function dispositionOf(signal: string, traps: Traps): Disposition {
  if (signal === 'KILL') return 'ends';
  if (signal === 'STOP') return 'stops';
  if (signal === 'CONT') return 'continues';
  const command = traps.get(signal);
  if (command !== undefined) return command === '' ? 'ignored' : 'trapped';
  if (harmless.has(signal)) return 'ignored';
  return stopping.has(signal) ? 'stops' : 'ends';
}
