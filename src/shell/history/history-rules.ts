// What HISTCONTROL, HISTIGNORE and HISTSIZE say: which lines are kept, and how many.
import { Pattern } from '../expand/pattern.ts';

/** A variable of the shell. */
export type Lookup = (name: string) => string | undefined;

/** Whether a line is kept; `previous` is the one before it. */
export function isKept(line: string, previous: string | undefined, lookup: Lookup): boolean {
  const control = controls(lookup);
  if (control.has('ignorespace') && line.startsWith(' ')) return false;
  if (control.has('ignoredups') && line === previous) return false;
  return !isIgnored(line, previous, lookup('HISTIGNORE') ?? '');
}

/** Whether a line takes the place of all that are equal. */
export function erasesEqual(lookup: Lookup): boolean {
  return controls(lookup).has('erasedups');
}

/** How many lines are kept; Infinity where HISTSIZE says nothing, or less than 0. */
export function historySize(name: 'HISTSIZE' | 'HISTFILESIZE', lookup: Lookup): number {
  const text = lookup(name)?.trim() ?? '';
  return /^\d+$/.test(text) ? Number(text) : Infinity;
}

function controls(lookup: Lookup): ReadonlySet<string> {
  const names = new Set((lookup('HISTCONTROL') ?? '').split(':'));
  if (names.has('ignoreboth')) names.add('ignorespace').add('ignoredups');
  return names;
}

/** Whether one of the patterns, between colons, matches the whole line; `&` is the line before. */
function isIgnored(line: string, previous: string | undefined, ignored: string): boolean {
  if (ignored === '') return false;
  return ignored.split(':').some((text) => {
    if (text === '&') return line === previous;
    return new Pattern([{ text, quoted: false, splits: false }], { extended: true }).matches(line);
  });
}
