// Brace expansion: `{a,b}` and `{1..3}`, on the text of a word, before all other expansions.
import { ExpansionError } from './expansion.ts';

/**
 * The texts that a word's text stands for, at least one.
 * @param limit more words than this are a mistake, and would fill the memory
 * @throws ExpansionError too many
 */
export function expandBraces(text: string, limit: number): string[] {
  for (let index = 0; index < text.length;) {
    const next = skip(text, index);
    if (next > index) {
      index = next;
      continue;
    }
    const brace = text[index] === '{' ? readBrace(text, index, limit) : undefined;
    if (brace !== undefined) {
      const prefix = text.slice(0, index);
      const suffixes = expandBraces(text.slice(brace.end), limit);
      if (brace.items.length * suffixes.length > limit) {
        throw tooMany(limit);
      }
      return brace.items.flatMap((item) => suffixes.map((suffix) => prefix + item + suffix));
    }
    index += 1;
  }
  return [text];
}

interface Brace {
  readonly items: readonly string[];
  /** After the closing brace. */
  readonly end: number;
}

/** The brace expression that begins at `start`, undefined where it is none: not closed, or without a comma or `..`. */
function readBrace(text: string, start: number, limit: number): Brace | undefined {
  const commas: number[] = [];
  let depth = 0;
  let index = start + 1;
  for (;;) {
    if (index >= text.length) return undefined;
    const next = skip(text, index);
    if (next > index) {
      index = next;
      continue;
    }
    const char = text[index];
    if (char === '{') depth += 1;
    else if (char === '}' && depth === 0) break;
    else if (char === '}') depth -= 1;
    else if (char === ',' && depth === 0) commas.push(index);
    index += 1;
  }
  const end = index + 1;
  if (commas.length === 0) {
    const items = sequence(text.slice(start + 1, index), limit);
    return items && { items, end };
  }
  const bounds = [start, ...commas, index];
  const alternatives = bounds.slice(1).map((to, at) => text.slice((bounds[at] ?? 0) + 1, to));
  return { items: alternatives.flatMap((item) => expandBraces(item, limit)), end };
}

/** The words of `1..3`, `a..e`, `01..10..2`. */
function sequence(text: string, limit: number): string[] | undefined {
  const [, from, to, by] =
    /^(-?\d{1,15}|[A-Za-z])\.\.(-?\d{1,15}|[A-Za-z])(?:\.\.(-?\d{1,15}))?$/.exec(text) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const numeric = /\d/.test(from);
  if (numeric !== /\d/.test(to)) return undefined;
  const first = numeric ? Number(from) : from.charCodeAt(0);
  const last = numeric ? Number(to) : to.charCodeAt(0);
  const step = Math.abs(Number(by ?? 1)) || 1;
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (count > limit) throw tooMany(limit);
  const padded = numeric && (/^-?0\d/.test(from) || /^-?0\d/.test(to));
  const width = padded ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = first + (last < first ? -step : step) * index;
    return numeric ? pad(value, width) : characterText(value);
  });
}

function tooMany(limit: number): ExpansionError {
  return new ExpansionError(`brace expansion: more than ${limit} words (DIRSH_MAX_WORDS)`);
}

function pad(value: number, width: number): string {
  return value < 0
    ? '-' + String(-value).padStart(width - 1, '0')
    : String(value).padStart(width, '0');
}

/** `{Z..a}` passes characters that would mean something when the word is read again. */
function characterText(code: number): string {
  const char = String.fromCharCode(code);
  return /[A-Za-z]/.test(char) ? char : '\\' + char;
}

/** After the quotation or expansion that begins at `index`; `index` itself where none does. */
function skip(text: string, index: number): number {
  switch (text[index]) {
    case '\\':
      return Math.min(index + 2, text.length);
    case "'":
      return after(text, text.indexOf("'", index + 1));
    case '"':
      return skipUntil(text, index + 1, '"');
    case '`':
      return skipUntil(text, index + 1, '`');
    case '$':
      if (text[index + 1] === '{') return skipUntil(text, index + 2, '}');
      if (text[index + 1] === '(') return skipUntil(text, index + 2, ')');
      if (text[index + 1] === "'") return skipEscaped(text, index + 2);
      return index;
    default:
      return index;
  }
}

function after(text: string, index: number): number {
  return index === -1 ? text.length : index + 1;
}

/** After the `close` that ends what began before `start`. In double quotes a single quote is a character. */
function skipUntil(text: string, start: number, close: string): number {
  let index = start;
  while (index < text.length) {
    const char = text[index];
    if (char === close) return index + 1;
    const quote = close === '"' && char === "'";
    const inner = close === '`' && char !== '\\' ? index : skip(text, index);
    if (close === ')' && char === '(') index = skipUntil(text, index + 1, ')');
    else index = quote || inner === index ? index + 1 : inner;
  }
  return index;
}

function skipEscaped(text: string, start: number): number {
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === "'") return index + 1;
  }
  return text.length;
}
