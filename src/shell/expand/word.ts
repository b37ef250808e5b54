// Words to fields: what each part of a word becomes, then splitting, then pathnames.
import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { Steps } from '../steps.ts';
import { expandBraces } from './braces.ts';
import type { Expansion } from './expansion.ts';
import type { Field, Piece } from './fragment.ts';
import { fieldText, pieceText } from './fragment.ts';
import { glob, isPattern } from './glob.ts';
import { expandLiteral } from './literal.ts';
import { separators } from './parameter.ts';
import { expandParameter, expandSimple } from './parameter-expansion.ts';
import type { Place } from './place.ts';
import { assigned, likeAssignment, plain, quoted } from './place.ts';
import { split } from './split.ts';

/** The arguments that words become. */
export function* expandWords(words: readonly Word[], expansion: Expansion): Steps<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    for (const alternative of alternatives(word)) {
      const pieces = yield* expandWord(
        alternative,
        expansion,
        /^[A-Za-z_]\w*\+?=/.test(alternative.text) ? likeAssignment : plain,
      );
      for (const field of split(pieces, separators(expansion.state))) {
        fields.push(...(yield* expandPathname(field, expansion)));
      }
    }
  }
  return fields;
}

/** A word's value where nothing is split: an assignment's. */
export function* expandAssigned(word: Word, expansion: Expansion): Steps<string> {
  return pieceText(yield* expandWord(word, expansion, assigned));
}

/** A word's value where nothing is split and only a leading tilde counts: a here-string's. */
export function* expandText(word: Word, expansion: Expansion): Steps<string> {
  return pieceText(yield* expandWord(word, expansion, plain));
}

/** The parts of a here-document, which are as in double quotes. */
export function* expandHereDocument(
  parts: readonly WordPart[],
  expansion: Expansion,
): Steps<string> {
  return pieceText(yield* expandParts(parts, expansion, quoted));
}

/** A word's pieces, in its place. */
function* expandWord(word: Word, expansion: Expansion, place: Place): Steps<Piece[]> {
  return yield* expandParts(partsOf(word), expansion, place);
}

function partsOf(word: Word): readonly WordPart[] {
  if (word.parts !== undefined) return word.parts;
  if (word.text === '') return [];
  const { pos, end, text, value } = word;
  return [{ type: 'Literal', pos, end, text, value }];
}

/** A word without its braces. They are expanded as text, so that each result is read anew. */
function* alternatives(word: Word): Iterable<Word> {
  if (word.parts?.some(({ type }) => type === 'BraceExpansion') !== true) {
    yield word;
    return;
  }
  for (const text of expandBraces(word.text)) {
    // The empty quotes keep what follows an argument whatever it begins with, `#` for one.
    const command = parse(`: ''${text}`).commands[0]?.command;
    const read = command?.type === 'Command' ? command.suffix[0] : undefined;
    if (read?.type !== 'Word') throw new TypeError(`not a word: ${text}`);
    yield { ...word, text, value: text, parts: read.parts?.slice(1) ?? [] };
  }
}

function* expandPathname(field: Field, { fs, state }: Expansion): Steps<string[]> {
  if (!isPattern(field)) return [fieldText(field)];
  const names = yield* glob(field, fs, state.cwd);
  return names.length === 0 ? [fieldText(field)] : names;
}

function* expandParts(
  parts: readonly WordPart[],
  expansion: Expansion,
  place: Place,
): Steps<Piece[]> {
  const pieces: Piece[] = [];
  for (const [index, part] of parts.entries()) {
    const here =
      index === 0 || place.tilde !== 'start' ? place : { ...place, tilde: 'none' as const };
    const first = index === 0;
    pieces.push(...(yield* expandPart(part, expansion, here, first, index === parts.length - 1)));
  }
  return pieces;
}

function* expandPart(
  part: WordPart,
  expansion: Expansion,
  place: Place,
  first: boolean,
  last: boolean,
): Steps<Piece[]> {
  switch (part.type) {
    case 'Literal':
      if (place.quoted) return [{ text: part.value, quoted: true, splits: false }];
      return expandLiteral(part.text, place, { first, last }, expansion.state);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ text: part.value, quoted: true, splits: false }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return yield* expandDoubleQuoted(part.parts, expansion);
    case 'Glob':
    case 'BraceExpansion': {
      const { parts = [] } = part;
      if (place.quoted) return [{ text: part.text, quoted: true, splits: false }];
      const bare = { quoted: false, splits: place.splits };
      if (parts.length === 0) return [{ text: part.text, ...bare }];
      const inner = yield* expandParts(parts, expansion, { ...place, tilde: 'none' });
      return [
        { text: part.text.slice(0, 1), ...bare },
        ...inner,
        { text: part.text.slice(-1), ...bare },
      ];
    }
    case 'SimpleExpansion':
      return expandSimple(part.text.slice(1), expansion.state, place.quoted);
    case 'ParameterExpansion':
      return yield* expandParameter(part, expansion, place, expandWord);
    case 'CommandExpansion': {
      if (part.script === undefined) return [];
      const text = yield* expansion.substitute(part.script);
      return [{ text, quoted: place.quoted, splits: !place.quoted }];
    }
    default:
      throw new TypeError(`not executed yet: ${part.type}`);
  }
}

function* expandDoubleQuoted(
  parts: readonly DoubleQuotedChild[],
  expansion: Expansion,
): Steps<Piece[]> {
  const pieces = yield* expandParts(parts, expansion, quoted);
  // `""` is an argument; `"$@"` without parameters is none.
  if (pieces.length > 0 || parts.some(isAllParameters)) return pieces;
  return [{ text: '', quoted: true, splits: false }];
}

function isAllParameters(part: DoubleQuotedChild): boolean {
  const name =
    part.type === 'SimpleExpansion'
      ? part.text.slice(1)
      : part.type === 'ParameterExpansion'
        ? part.parameter
        : '';
  return name === '@';
}
