// How many columns text takes, by the very tables that xterm.js draws with.
// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient declaration for a module without one
/// <reference path="./xterm-graphemes.d.ts" />
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs';

/** What the terminal draws as one character: a base and what joins it. */
export interface Cluster {
  readonly text: string;
  /** Columns: 1 or 2. xterm.js has no character of width 0: a lone combining mark takes a column. */
  readonly width: number;
}

// The addon keeps its tables to itself and only registers them with a terminal: so it gets one that collects them.
// `charProperties` is pure.
const charProperties = (() => {
  const providers = new Map<
    string,
    { charProperties(codePoint: number, preceding: number): number }
  >();
  const unicode = {
    activeVersion: '',
    register(provider: { readonly version: string; charProperties(c: number, p: number): number }) {
      providers.set(provider.version, provider);
    },
  };
  new UnicodeGraphemesAddon().activate({ unicode });
  const provider = providers.get(unicode.activeVersion);
  if (provider === undefined) throw new Error('the grapheme addon registered nothing');
  return (codePoint: number, preceding: number) => provider.charProperties(codePoint, preceding);
})();

/** Whether `text` is printable ASCII, each character a column. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** The clusters of `text`, which has no control characters (see `visible`). */
export function clusters(text: string): Cluster[] {
  if (isPlain(text)) return Array.from(text, (char) => ({ text: char, width: 1 }));
  const found: { text: string; width: number }[] = [];
  let state = 0;
  for (const char of text) {
    state = charProperties(char.codePointAt(0) ?? 0, state);
    const cells = (state >> 1) & 3;
    const last = found.at(-1);
    if ((state & 1) !== 0 && last !== undefined) {
      last.text += char;
      last.width = cells;
    } else {
      found.push({ text: char, width: cells });
    }
  }
  return found;
}

/** The columns that `text` takes; it has no control characters. */
export function width(text: string): number {
  if (isPlain(text)) return text.length;
  return clusters(text).reduce((sum, cluster) => sum + cluster.width, 0);
}
