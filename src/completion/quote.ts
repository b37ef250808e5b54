// Names as a person would type them, in the quotes that are in use.
import { isVisible } from '../tty/visible.ts';
import type { Quoting } from './context.ts';

/** What has a meaning for the shell outside of quotes. */
const special = /[\s!"#$&'()*;<>?[\\\]^`{|}~]/g;

/** `$'…'`, in which every character can be written. */
function ansiBody(name: string): string {
  return Array.from(name, (char) => {
    if (char === '\\' || char === "'") return `\\${char}`;
    if (isVisible(char)) return char;
    const code = char.codePointAt(0) ?? 0;
    const named = new Map([
      [7, 'a'],
      [8, 'b'],
      [9, 't'],
      [10, 'n'],
      [11, 'v'],
      [12, 'f'],
      [13, 'r'],
      [27, 'e'],
    ]).get(code);
    if (named !== undefined) return `\\${named}`;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  }).join('');
}

/** A name to insert: `closed` where the word is to end after it. */
export interface Quoted {
  readonly text: string;
  /** What closes the quote that is open after `text`. */
  readonly closer: string;
}

/**
 * `name` in the style that is in use where it is inserted. `opens`: the quote itself is part of what is replaced,
 * so it is written again. `atWordStart`: a `~` would be the home directory there.
 */
export function quote(
  name: string,
  quoting: Quoting,
  opens: boolean,
  atWordStart: boolean,
): Quoted {
  if (quoting === 'ansi') return { text: (opens ? "$'" : '') + ansiBody(name), closer: "'" };
  if (!isVisible(name)) {
    // Only $'…' can say it: an open quote ends before it.
    const end = opens || quoting === 'none' ? '' : quoting === 'single' ? "'" : '"';
    return { text: `${end}$'${ansiBody(name)}`, closer: "'" };
  }
  if (quoting === 'single') {
    return { text: (opens ? "'" : '') + name.replaceAll("'", "'\\''"), closer: "'" };
  }
  if (quoting === 'double') {
    return { text: (opens ? '"' : '') + name.replace(/["$\\`]/g, '\\$&'), closer: '"' };
  }
  const text = name.replace(special, (char, at: number) => {
    if (char === '~' || char === '#') return at === 0 && atWordStart ? `\\${char}` : char;
    return `\\${char}`;
  });
  return { text, closer: '' };
}
