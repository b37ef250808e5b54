// `${x@Q}` and its kin: the value quoted, in another letter case, with its escapes resolved, as a declaration.
import { parse } from 'unbash';
import { attributeLetters, declarationOf } from '../../declaration.ts';
import { quoteAlways, quoteArray } from '../../quote.ts';
import type { State } from '../../state.ts';
import type { Steps } from '../../steps.ts';
import type { Expansion } from '../expansion.ts';
import { expandPrompt } from '../prompt-text.ts';
import type { Target } from './target.ts';

/** What the operator makes of each value; undefined where there is no such operator. */
export function* transform(
  target: Target,
  operator: string,
  expansion: Expansion,
): Steps<readonly string[] | undefined> {
  const { state } = expansion;
  const { values } = target;
  switch (operator) {
    case 'Q':
      return values.map(quoteAlways);
    case 'U':
      return values.map((text) => text.toUpperCase());
    case 'L':
      return values.map((text) => text.toLowerCase());
    case 'u':
      return values.map((text) => text.slice(0, 1).toUpperCase() + text.slice(1));
    case 'E':
      return values.map(resolveEscapes);
    case 'P': {
      const texts: string[] = [];
      for (const text of values) texts.push(yield* expandPrompt(text, expansion));
      return texts;
    }
    case 'a':
      return attributes(target, state);
    case 'A':
      return declaration(target, state);
    case 'K':
    case 'k':
      return target.list === undefined ? values.map(quoteAlways) : pairs(target, operator, state);
    default:
      return values.length === 0 ? [] : undefined;
  }
}

/** The value as in `$'…'`. */
function resolveEscapes(text: string): string {
  const command = parse(`: $'${text.replaceAll("'", "\\'")}'`).commands[0]?.command;
  const word = command?.type === 'Command' ? command.suffix[0] : undefined;
  const [part] = word?.type === 'Word' ? (word.parts ?? []) : [];
  return part?.type === 'AnsiCQuoted' ? part.value : text;
}

function attributes({ name, list, values }: Target, state: State): readonly string[] {
  const variable = state.variables.find(name);
  if (variable === undefined) return list === undefined ? [] : values.map(() => '');
  const letters = attributeLetters(variable);
  return list === undefined ? [letters] : values.map(() => letters);
}

function declaration({ name, subscript, list, values }: Target, state: State): readonly string[] {
  if (list !== undefined && subscript === undefined) {
    return values.length === 0 ? [] : ['set', '--', ...values.map(quoteAlways)];
  }
  const variable = state.variables.find(name);
  if (variable?.value === undefined) return [];
  return [declarationOf(name, variable, list === undefined ? values[0] : undefined)];
}

/** `@K`: subscripts and quoted values as one text; `@k`: as fields of their own. */
function pairs({ name, values }: Target, operator: string, state: State): readonly string[] {
  const keys = state.variables.find(name)?.keys ?? [];
  if (operator === 'k') return keys.flatMap((key, index) => [key, values[index] ?? '']);
  return [keys.map((key, index) => `${key} ${quoteArray(values[index] ?? '')}`).join(' ')];
}
