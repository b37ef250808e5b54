// The right side of `[[ x =~ … ]]`: what is quoted in it is meant as it stands.
import { Matcher } from '../../regex/matcher.ts';

/** A part of an expression. */
export type RegexPart = {
  readonly text: string;
  /** `word`: as it is written in the script, where a backslash quotes the character behind it. */
  readonly from: 'word' | 'quotes' | 'expansion';
};

/** The text of an extended regular expression. */
export function regexSource(parts: readonly RegexPart[]): string {
  let source = '';
  for (const { text, from } of parts) {
    if (from === 'expansion') source += text;
    else if (from === 'quotes') source += Array.from(text, quoted).join('');
    else source += unquotedWord(text);
  }
  return source;
}

/** A backslash quotes what is behind it; in brackets, where nothing needs it, it is only taken away. */
function unquotedWord(text: string): string {
  return text.replace(
    /\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\])*\]|\\([^])/gu,
    (found, char: string | undefined) =>
      char === undefined ? found.replace(/\\([^])/gu, '$1') : quoted(char),
  );
}

function quoted(char: string): string {
  return /[\\^$.*+?()[\]{}|]/.test(char) ? `\\${char}` : char;
}

/** The expression, or undefined where it is none. */
export function compileRegex(source: string, ignoreCase: boolean): Matcher | undefined {
  try {
    return new Matcher(source, { ignoreCase });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
