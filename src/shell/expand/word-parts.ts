// The parts of a word; one that the parser left whole is a literal.
import type { Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { State } from '../state.ts';

export function partsOf(word: Word): readonly WordPart[] {
  if (word.parts !== undefined) return word.parts;
  if (word.text === '') return [];
  const { pos, end, text, value } = word;
  return [{ type: 'Literal', pos, end, text, value }];
}

/** A text as one word of a command, as if it had been written there. Undefined where it is not one. */
export function wordOf(text: string): Word | undefined {
  // The empty quotes keep what follows an argument whatever it begins with, `#` for one.
  const script = parse(`: ''${text}`);
  const [statement] = script.commands;
  const command = statement?.command;
  if (command?.type !== 'Command' || command.suffix.length > 1) return undefined;
  const [word] = command.suffix;
  if (word?.type !== 'Word') return undefined;
  const { pos, end, parts = [] } = word;
  return { type: 'Word', pos, end, text, value: text, parts: parts.slice(1) };
}

/** A text as between double quotes, in which double quotes are characters. */
export function quotedParts(text: string, state: State): readonly WordPart[] {
  const known = state.parsedTexts.get(text);
  if (known !== undefined) return known;
  const end = '__end_of_text__';
  const command = parse(`<<${end}\n${text}\n${end}\n`).commands[0]?.command;
  const here = command?.type === 'Command' ? command.redirects[0] : undefined;
  const body = here?.type === 'HereDoc' ? here.body : undefined;
  const parts: readonly WordPart[] = body?.parts ?? [
    // Without expansions the parser leaves the text as it is: its escapes are still to be resolved.
    {
      type: 'Literal',
      pos: 0,
      end: text.length,
      text,
      value: text.replace(/\\(?:\n|([\\$`]))/g, '$1') + '\n',
    },
  ];
  // The newline that ends a here-document is not the text's.
  const last = parts.at(-1);
  const whole =
    last?.type === 'Literal'
      ? [...parts.slice(0, -1), { ...last, value: last.value.replace(/\n$/, '') }]
      : parts;
  state.parsedTexts.set(text, whole);
  return whole;
}
