// Words to fields: what each part of a word becomes, then splitting, then pathnames.
import type { ArithmeticExpansionPart, DoubleQuotedChild, Word, WordPart } from 'unbash';
import { limitOf } from '../limits.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { expandArithmetic } from './arithmetic/arithmetic.ts';
import { evaluate } from './arithmetic/evaluate.ts';
import { expandBraces } from './braces.ts';
import type { Expansion } from './expansion.ts';
import { ExpansionError } from './expansion.ts';
import type { Piece } from './fragment.ts';
import { pieceText } from './fragment.ts';
import { expandPathname } from './glob.ts';
import { expandLiteral } from './literal.ts';
import { expandParameter, expandSimple } from './parameter/expand.ts';
import { parameterValue, separators } from './parameter/parameter.ts';
import type { Place } from './place.ts';
import { assigned, inDocument, likeAssignment, plain, quoted } from './place.ts';
import { split } from './split.ts';
import { partsOf, wordOf } from './word-parts.ts';

/** The arguments that words become. */
export function* expandWords(words: readonly Word[], expansion: Expansion): Steps<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    const field = soleField(word, expansion.state);
    if (field === undefined) yield* expandInto(fields, word, expansion);
    else fields.push(field);
  }
  return fields;
}

/** Whether a word is what stands there, without any expansion. */
export function isPlain(word: Word): boolean {
  return word.parts === undefined && word.text === word.value && !word.text.includes('~');
}

/** The one field of a word that needs no splitting and no pathnames; undefined for any other. */
function soleField(word: Word, state: State): string | undefined {
  if (isPlain(word)) return word.value;
  const [part, ...more] = word.parts ?? [];
  if (part === undefined || more.length > 0) return undefined;
  if (part.type === 'SimpleExpansion' || part.type === 'ArithmeticExpansion') {
    const value = plainValue(part, state);
    // Nothing in it could divide it or match a file.
    return value !== undefined && /^[\w./-]+$/.test(value) && separators(state) === ' \t\n'
      ? value
      : undefined;
  }
  if (part.type !== 'DoubleQuoted') return undefined;
  const [inner, ...others] = part.parts;
  return inner !== undefined && others.length === 0 ? plainValue(inner, state) : undefined;
}

/** The value of `$x`, where it is set, and of arithmetic without expansions; undefined for whatever takes longer. */
function plainValue(part: WordPart, state: State): string | undefined {
  if (part.type === 'SimpleExpansion') {
    const { text } = part;
    return text === '$@' || text === '$*' ? undefined : parameterValue(text.slice(1), state);
  }
  if (part.type !== 'ArithmeticExpansion') return undefined;
  const text = expressionText(part);
  return /[$`\\"]/.test(text) ? undefined : String(evaluate(text, state));
}

function* expandInto(fields: string[], word: Word, expansion: Expansion): Steps<void> {
  const { state } = expansion;
  if (!hasBraceExpansion(word) || !state.options.has('braceexpand')) {
    yield* expandOne(fields, word, expansion);
    return;
  }
  // Braces are expanded as text, so that each result is read anew.
  for (const text of expandBraces(word.text, limitOf('DIRSH_MAX_WORDS', state))) {
    if (/^\w+$/.test(text)) {
      fields.push(text);
      continue;
    }
    const read = wordOf(text);
    if (read === undefined) throw new ExpansionError(`${text}: bad substitution`);
    yield* expandOne(fields, read, expansion);
  }
}

/** Whether a word stands for several by its braces. */
export function hasBraceExpansion({ parts }: Word): boolean {
  return parts?.some(({ type }) => type === 'BraceExpansion') === true;
}

/** A word without braces. */
function* expandOne(fields: string[], word: Word, expansion: Expansion): Steps<void> {
  const place = /^[A-Za-z_]\w*\+?=/.test(word.text) ? likeAssignment : plain;
  const pieces = yield* expandParts(partsOf(word), expansion, place);
  for (const field of split(pieces, separators(expansion.state))) {
    for (const name of yield* expandPathname(field, expansion)) fields.push(name);
  }
}

/** A word's value where nothing is split: an assignment's. */
export function* expandAssigned(word: Word, expansion: Expansion): Steps<string> {
  const [part, ...more] = word.parts ?? [];
  if (part !== undefined && more.length === 0) {
    const value = plainValue(part, expansion.state);
    if (value !== undefined) return value;
  }
  return isPlain(word)
    ? word.value
    : pieceText(yield* expandParts(partsOf(word), expansion, assigned));
}

/** A word's value where nothing is split and only a leading tilde counts: a here-string's, that of `case`. */
export function* expandText(word: Word, expansion: Expansion): Steps<string> {
  if (isPlain(word)) return word.value;
  return pieceText(yield* expandParts(partsOf(word), expansion, plain));
}

/** The parts of a here-document, which are as in double quotes. */
export function* expandHereDocument(
  parts: readonly WordPart[],
  expansion: Expansion,
): Steps<string> {
  return pieceText(yield* expandParts(parts, expansion, inDocument));
}

/** The pieces that the parts of a word become, in its place. */
export function* expandParts(
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
      // Between double quotes they are characters, as in a here-document.
      return [{ text: place.quoted ? part.text : part.value, quoted: true, splits: false }];
    case 'AnsiCQuoted':
      return [{ text: part.value, quoted: true, splits: false }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return yield* expandDoubleQuoted(part.parts, expansion);
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return yield* expandEnclosed(part, expansion, place);
    case 'SimpleExpansion':
      return expandSimple(part.text.slice(1), expansion.state, place);
    case 'ParameterExpansion':
      return yield* expandParameter(part, expansion, place);
    case 'CommandExpansion': {
      if (part.script === undefined) return [];
      const text = yield* expansion.substitute(part.script);
      return [{ text, quoted: place.quoted, splits: !place.quoted }];
    }
    case 'ArithmeticExpansion': {
      const text = String(yield* expandArithmetic(expressionText(part), expansion));
      return [{ text, quoted: place.quoted, splits: !place.quoted }];
    }
    case 'ProcessSubstitution':
      return [{ text: yield* expansion.substituteProcess(part), quoted: true, splits: false }];
  }
}

/** What stands in `$((…))`, or in its old form `$[…]`. */
function expressionText({ text }: ArithmeticExpansionPart): string {
  return text.startsWith('$[') ? text.slice(2, -1) : text.slice(3, -2);
}

/** `[…]`, `{…}` and `@(…)`, with what is expanded inside. */
function* expandEnclosed(
  part: Extract<WordPart, { type: 'Glob' | 'BraceExpansion' | 'ExtendedGlob' }>,
  expansion: Expansion,
  place: Place,
): Steps<Piece[]> {
  const { parts = [] } = part;
  if (place.quoted) return [{ text: part.text, quoted: true, splits: false }];
  const extended = part.type === 'ExtendedGlob' ? ({ extended: true } as const) : {};
  const bare = { quoted: false, splits: place.splits, ...extended };
  if (parts.length === 0) return [{ text: part.text, ...bare }];
  const inner = yield* expandParts(parts, expansion, { ...place, tilde: 'none' });
  const open = part.type === 'ExtendedGlob' ? 2 : 1;
  return [
    { text: part.text.slice(0, open), ...bare },
    ...inner,
    { text: part.text.slice(-1), ...bare },
  ];
}

function* expandDoubleQuoted(
  parts: readonly DoubleQuotedChild[],
  expansion: Expansion,
): Steps<Piece[]> {
  const pieces = yield* expandParts(parts, expansion, quoted);
  // `""` is an argument; `"$@"` without parameters is none.
  if (pieces.length > 0 || parts.some(isList)) return pieces;
  return [{ text: '', quoted: true, splits: false }];
}

/** Whether a part can be no argument at all, even in quotes: `$@`, `${a[@]}`. */
function isList(part: DoubleQuotedChild): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  if (part.type !== 'ParameterExpansion') return false;
  const { parameter, index, operation } = part;
  return (
    parameter === '@' ||
    index?.text === '@' ||
    (operation?.type === 'Names' && operation.operator === '@') ||
    part.prefix === '!'
  );
}
