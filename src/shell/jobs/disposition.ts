// What a shell does about a signal: its traps, and otherwise what the system does.
import { defaultAction, type DefaultAction } from '../../process/signals.ts';
import type { Traps } from '../traps.ts';

export type Disposition = DefaultAction | 'trapped';

/** What `signal` does to a shell that has `traps`. KILL and STOP cannot be trapped. */
export function dispositionOf(signal: string, traps: Traps): Disposition {
  const fixed = signal === 'KILL' || signal === 'STOP' || signal === 'CONT';
  const command = fixed ? undefined : traps.get(signal);
  if (command !== undefined) return command === '' ? 'ignored' : 'trapped';
  return defaultAction(signal);
}
