// What Tab does with candidates, as in bash: the only one is inserted, what all share is inserted, else they are listed.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Completer, Completion } from '../editor/completer.ts';
import { visible } from '../tty/visible.ts';
import { width } from '../tty/width.ts';
import { type CompletionContext, type Lookup, contextOf } from './context.ts';
import { quote } from './quote.ts';
import type { Candidate, Candidates, Source } from './source.ts';

/** Asks `sources` in order; the first that has candidates answers. `lookup` expands variables within a path. */
export function completer(sources: readonly Source[], lookup?: Lookup): Completer {
  return (text, cursor, signal) => {
    const context = contextOf(text, cursor, signal, lookup);
    if (context.position === 'comment') return undefined;
    const ask = (index: number): MaybePromise<Completion | undefined> => {
      const source = sources[index];
      if (source === undefined) return undefined;
      const use = (found: Candidates | undefined) =>
        found === undefined || found.candidates.length === 0
          ? ask(index + 1)
          : complete(context, found);
      const found = source(context);
      return found instanceof Promise ? found.then(use) : use(found);
    };
    return ask(0);
  };
}

/** What the candidates make of the word at the cursor. */
export function complete(context: CompletionContext, found: Candidates): Completion {
  const { candidates, start } = found;
  const [first] = candidates;
  const only = candidates.length === 1 ? first : undefined;
  const name = only?.name ?? commonPrefix(candidates.map((candidate) => candidate.name));
  return {
    edit: { start, end: context.cursor, text: textFor(context, found, name, only) },
    count: candidates.length,
    list: (columns) => inColumns(labels(candidates), columns),
  };
}

function textFor(
  context: CompletionContext,
  found: Candidates,
  name: string,
  only: Candidate | undefined,
): string {
  const { quoting, quoteStart, word, cursor, text } = context;
  const suffix = only?.suffix ?? '';
  if (found.verbatim === true) return name + suffix;
  // Nothing shared beyond what is typed: it stays as it was typed.
  if (only === undefined && isTyped(context, found.start, name))
    return text.slice(found.start, cursor);
  const opens = quoting !== 'none' && quoteStart >= found.start;
  const quoted = quote(name, quoting, opens, found.start === word.start);
  if (suffix === '/') return quoted.text + '/';
  if (suffix === ' ') return `${quoted.text}${quoted.closer} `;
  return quoted.text;
}

/** Whether `name` is what the word already says after `start`. */
function isTyped({ word }: CompletionContext, start: number, name: string): boolean {
  const from = word.offsets.findIndex((offset) => offset >= start);
  return name === (from === -1 ? '' : word.value.slice(from));
}

/** What all names begin with, in whole characters. */
export function commonPrefix(names: readonly string[]): string {
  let prefix = names[0] ?? '';
  for (const name of names) {
    let length = 0;
    while (length < prefix.length && prefix[length] === name[length]) length++;
    prefix = prefix.slice(0, length);
  }
  const last = prefix.charCodeAt(prefix.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? prefix.slice(0, -1) : prefix;
}

/** Sorted by code unit: the order of `LC_ALL=C`, and fast for many. */
function labels(candidates: readonly Candidate[]): string[] {
  return candidates
    .map(({ name, suffix }) => visible(name) + (suffix === '/' ? '/' : ''))
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Rows of columns, filled downwards, two blanks apart. */
export function inColumns(texts: readonly string[], columns: number): string[] {
  const widths = texts.map(width);
  const cell = widths.reduce((most, each) => Math.max(most, each), 0) + 2;
  const across = Math.max(1, Math.floor(columns / cell));
  const height = Math.ceil(texts.length / across);
  return Array.from({ length: height }, (_, row) => {
    let line = '';
    for (let index = row; index < texts.length; index += height) {
      const isLast = index + height >= texts.length;
      line += (texts[index] ?? '') + (isLast ? '' : ' '.repeat(cell - (widths[index] ?? 0)));
    }
    return line;
  });
}
