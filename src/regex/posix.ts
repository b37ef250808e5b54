// Regular expressions of POSIX as JavaScript's: fast, but of several alternatives the first that fits is taken, not the longest.
import { parseRegex, type RegexSyntax } from './parser.ts';
import type { Regex, RegexPlace } from './tree.ts';

/** Characters that mean something to JavaScript, wherever they stand outside of brackets. */
const special = /[\\^$.*+?()[\]{}|/]/;

const places: Readonly<Record<RegexPlace, string>> = {
  begin: '^',
  end: '$',
  'word-begin': '\\b(?=\\w)',
  'word-end': '\\b(?<=\\w)',
  'word-edge': '\\b',
  'no-word-edge': '\\B',
  'text-begin': '(?<![^])',
  'text-end': '(?![^])',
};

/**
 * What `source` means as a JavaScript pattern for the flag `u`.
 * @throws SyntaxError it is none: a bracket that does not end, an unknown class
 */
export function posixPattern(source: string, syntax: RegexSyntax): string {
  return patternOf(parseRegex(source, syntax).regex);
}

function patternOf(regex: Regex): string {
  switch (regex.kind) {
    case 'char':
      return literalPattern(regex.char);
    case 'any':
      return '[^]';
    case 'set':
      return regex.source;
    case 'place':
      return places[regex.place];
    case 'sequence':
      return regex.items.map(enclosedPattern).join('');
    case 'choice':
      return regex.branches.map(patternOf).join('|');
    case 'repeat':
      return `${repeatable(regex.item)}{${regex.least},${regex.most === Infinity ? '' : regex.most}}`;
    case 'group':
      return `(${patternOf(regex.item)})`;
    case 'reference':
      return `(?:\\${regex.number})`;
  }
}

function enclosedPattern(regex: Regex): string {
  return regex.kind === 'choice' ? `(?:${patternOf(regex)})` : patternOf(regex);
}

function repeatable(regex: Regex): string {
  const isAtom = ['char', 'any', 'set', 'group'].includes(regex.kind);
  return isAtom ? patternOf(regex) : `(?:${patternOf(regex)})`;
}

/** A pattern that finds just `text`. */
export function literalPattern(text: string): string {
  return Array.from(text, (char) => (special.test(char) ? `\\${char}` : char)).join('');
}
