// `(…)` behind an equals sign: the elements of an array, with or without subscripts.
import type { ArrayValue, Word } from 'unbash';
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import type { Expansion } from '../expand/expansion.ts';
import { expandKey } from '../expand/subscript.ts';
import { wordOf } from '../expand/word-parts.ts';
import { expandAssigned, expandWords } from '../expand/word.ts';
import { quoteTraced } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { IndexedArray } from '../variable.ts';
import { AssignmentError } from '../variables.ts';

/** An element after its expansions. */
export interface ArrayItem {
  /** What stands in its brackets; undefined without any. */
  readonly key: string | undefined;
  readonly value: string;
  readonly append: boolean;
}

/** The elements that are written. @throws ExpansionError */
export function* expandArrayValue(
  { elements }: ArrayValue,
  expansion: Expansion,
): Steps<readonly ArrayItem[]> {
  const items: ArrayItem[] = [];
  for (const element of elements) {
    const keyed = splitKeyed(element);
    if (keyed === undefined) {
      for (const value of yield* expandWords([element], expansion))
        items.push({ key: undefined, value, append: false });
      continue;
    }
    const key = yield* expandKey(keyed.key, expansion);
    const value = yield* expandAssigned(keyed.value, expansion);
    items.push({ key, value, append: keyed.append });
  }
  return items;
}

/** `[key]=value` as two words; undefined for any other. */
function splitKeyed(
  element: Word,
): { readonly key: Word; readonly value: Word; readonly append: boolean } | undefined {
  const { text } = element;
  if (!text.startsWith('[')) return undefined;
  const end = closing(text);
  const [operator] = /^\+?=/.exec(text.slice(end + 1)) ?? [];
  if (end < 0 || operator === undefined) return undefined;
  const key = wordOf(text.slice(1, end)) ?? literal(text.slice(1, end));
  const value = text.slice(end + 1 + operator.length);
  return { key, value: wordOf(value) ?? literal(value), append: operator === '+=' };
}

function literal(text: string): Word {
  return {
    type: 'Word',
    text,
    value: text,
    pos: 0,
    end: text.length,
    parts: [{ type: 'SingleQuoted', text, value: text, pos: 0, end: text.length }],
  };
}

/** The bracket that closes the first one, quotes skipped; -1 where there is none. */
function closing(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '\\') index += 1;
    else if (char === '"' || char === "'") {
      const end = text.indexOf(char, index + 1);
      if (end < 0) return -1;
      index = end;
    } else if (char === '[') depth += 1;
    else if (char === ']') {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

/** Gives an array its elements: anew, or behind those that it has. @throws AssignmentError, ArithmeticError */
export function assignArray(
  name: string,
  items: readonly ArrayItem[],
  append: boolean,
  state: State,
): void {
  const { variables } = state;
  const old = variables.find(name)?.value;
  if (old instanceof Map) {
    assignAssociative(name, items, append ? new Map(old) : new Map<string, string>(), state);
    return;
  }
  if (!append) variables.setAll(name, []);
  else variables.makeArray(name, 'indexed', false);
  const value = variables.find(name)?.value;
  const array: IndexedArray = Array.isArray(value) ? value : [];
  let next = array.length;
  for (const item of items) {
    if (item.key !== undefined) {
      if (item.key.trim() === '')
        throw new AssignmentError(`[]=${item.value}: bad array subscript`);
      next = Number(evaluate(item.key, state));
      if (next < 0) next += array.length;
      if (next < 0) throw new AssignmentError(`[${item.key}]=${item.value}: bad array subscript`);
    }
    variables.setElement(name, String(next), item.value, item.append);
    next += 1;
  }
}

function assignAssociative(
  name: string,
  items: readonly ArrayItem[],
  map: Map<string, string>,
  state: State,
): void {
  // Without brackets, keys and values take turns.
  const bare = items[0]?.key === undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (item === undefined) break;
    if (bare) {
      map.set(item.value, items[index + 1]?.value ?? '');
      index += 1;
    } else if (item.key === undefined) {
      throw new AssignmentError(
        `${name}: ${item.value}: must use subscript when assigning associative array`,
      );
    } else {
      map.set(item.key, item.append ? (map.get(item.key) ?? '') + item.value : item.value);
    }
  }
  state.variables.setAll(name, map);
}

/** As `set -x` shows it. */
export function formatArray(items: readonly ArrayItem[]): string {
  const texts = items.map(({ key, value }) =>
    key === undefined ? quoteTraced(value) : `[${key}]=${quoteTraced(value)}`,
  );
  return `(${texts.join(' ')})`;
}
