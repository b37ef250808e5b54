// The variables of a session.
import type { ToSession } from './protocol.ts';

type Start = Extract<ToSession, { type: 'start' }>;

/** What every command finds in its environment. */
export function environment(
  start: Pick<Start, 'timeZone' | 'columns' | 'rows'>,
  home: string,
): ReadonlyMap<string, string> {
  return new Map([
    ['HOME', home],
    ['USER', 'user'],
    ['LOGNAME', 'user'],
    ['SHELL', '/bin/dirsh'],
    ['PATH', '/bin'],
    ['TERM', 'xterm-256color'],
    ['COLORTERM', 'truecolor'],
    ['LANG', 'C.UTF-8'],
    ['TZ', start.timeZone],
    ['COLUMNS', String(start.columns)],
    ['LINES', String(start.rows)],
    ['TMPDIR', '/tmp'],
  ]);
}
