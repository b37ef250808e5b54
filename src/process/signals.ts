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

/** Programs cannot trap signals: they are asked to end, or ended. */
export function signalToProgram(signal: string | undefined): Signal {
  return signal === 'INT' || signal === 'KILL' ? signal : 'TERM';
}
