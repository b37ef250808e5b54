// POSIX extended regular expressions, as `[[ x =~ … ]]` has them, as JavaScript's.
import { posixPattern } from '../../regex/posix.ts';

/** A pattern: what was quoted in it is meant as it stands. */
export type RegexPart = { readonly text: string; readonly quoted: boolean };

/** The expression, or undefined where it is none. */
export function compileRegex(parts: readonly RegexPart[], ignoreCase: boolean): RegExp | undefined {
  const source = parts
    .map(({ text, quoted }) => (quoted ? text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : text))
    .join('');
  try {
    return new RegExp(posixPattern(source, 'extended'), ignoreCase ? 'iu' : 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
