// The words of a simple command: its name and its arguments after their expansions.
import type { Assignment, Command } from 'unbash';
import { expandBraces } from '../expand/braces.ts';
import type { Expansion } from '../expand/expansion.ts';
import { wordOf } from '../expand/word-parts.ts';
import { expandAssigned, expandWords, hasBraceExpansion, isPlain } from '../expand/word.ts';
import { limitOf } from '../limits.ts';
import type { Steps } from '../steps.ts';
import type { ArrayItem } from './array-value.ts';
import { expandAssignment, formatAssigned } from './assignment.ts';

/** A command's words after their expansions, with the arrays that `declare` and its like are given. */
export interface Words {
  readonly words: string[];
  /** By the place of the word. */
  readonly arrays: ReadonlyMap<number, readonly ArrayItem[]>;
}

const noArrays: ReadonlyMap<number, readonly ArrayItem[]> = new Map();

/** The command's words. `export A=$x` assigns, so that the value is one word whatever it holds. */
export function* expandArguments(command: Command, expansion: Expansion): Steps<Words> {
  const { name, suffix } = command;
  if (name === undefined) return { words: [], arrays: noArrays };
  const words = isPlain(name) ? [name.value] : yield* expandWords([name], expansion);
  let arrays: Map<number, readonly ArrayItem[]> | undefined;
  for (const item of suffix) {
    if (item.type === 'Word') {
      if (isPlain(item)) words.push(item.value);
      else for (const field of yield* expandWords([item], expansion)) words.push(field);
    } else if (item.type === 'Assignment' && hasBraces(item)) {
      for (const word of yield* expandBraced(item, expansion)) words.push(word);
    } else if (item.type === 'Assignment') {
      const assigned = yield* expandDeclared(item, expansion);
      if (typeof assigned !== 'string') {
        arrays ??= new Map();
        arrays.set(words.length, assigned.items);
        words.push(assigned.text);
      } else {
        words.push(assigned);
      }
    }
  }
  return { words, arrays: arrays ?? noArrays };
}

function hasBraces({ value }: Assignment): boolean {
  return value.type === 'Word' && hasBraceExpansion(value);
}

/** `declare x={1,2}` is `declare x=1 x=2`. */
function* expandBraced({ text }: Assignment, expansion: Expansion): Steps<string[]> {
  const words: string[] = [];
  for (const alternative of expandBraces(text, limitOf('DIRSH_MAX_WORDS', expansion.state))) {
    const equals = alternative.indexOf('=') + 1;
    const value = wordOf(alternative.slice(equals));
    const assigned = value === undefined ? '' : yield* expandAssigned(value, expansion);
    words.push(alternative.slice(0, equals) + assigned);
  }
  return words;
}

/** `name=value` as an argument; of an array, its elements too. */
function* expandDeclared(
  assignment: Assignment,
  expansion: Expansion,
): Steps<string | { readonly text: string; readonly items: readonly ArrayItem[] }> {
  const assigned = yield* expandAssignment(assignment, expansion);
  const text = formatAssigned(assigned);
  return typeof assigned.value === 'string' ? text : { text, items: assigned.value };
}
