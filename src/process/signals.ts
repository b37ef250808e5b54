// What signals do to a process that does not handle them, which is all that programs can: signal(7).
import type { Signal } from './world.ts';

/** What is done about a signal where nobody has said otherwise. */
export type DefaultAction = 'ignored' | 'ends' | 'stops' | 'continues';

const ignored = new Set(['CHLD', 'URG', 'WINCH']);
const stopping = new Set(['STOP', 'TSTP', 'TTIN', 'TTOU']);

/** @param signal its name without SIG */
export function defaultAction(signal: string): DefaultAction {
  if (signal === 'CONT') return 'continues';
  if (ignored.has(signal)) return 'ignored';
  return stopping.has(signal) ? 'stops' : 'ends';
}

/** The status of a program that each ended: 128 and its number. */
export const endStatuses: Readonly<Record<Signal, number>> = {
  HUP: 129,
  INT: 130,
  QUIT: 131,
  KILL: 137,
  TERM: 143,
};

/** Programs cannot trap signals: they are asked to end, or ended. What has no meaning of its own is TERM. */
export function signalToProgram(signal: string | undefined): Signal {
  return signal !== undefined && Object.hasOwn(endStatuses, signal) ? (signal as Signal) : 'TERM';
}

/** The one of that number. */
export function signalOfNumber(number: number): Signal {
  const found = Object.entries(endStatuses).find(([, status]) => status === 128 + number);
  return signalToProgram(found?.[0]);
}
