// Bracket expressions of patterns: `[a-z]`, `[!a]`, `[[:alpha:]]`.
import type { Char } from './pattern.ts';

/** What one character is asked. */
export type Member = (char: string) => boolean;

/** A bracket expression, and the place of its `]`. */
export interface Bracket {
  readonly negated: boolean;
  readonly members: readonly Member[];
  readonly end: number;
}

/** The bracket expression that begins at `start`, undefined where it is not closed. */
export function readBracket(chars: readonly Char[], start: number): Bracket | undefined {
  let index = start + 1;
  const is = (at: number, text: string): boolean => {
    const char = chars[at];
    return char !== undefined && !char.quoted && char.text === text;
  };
  const negated = is(index, '!') || is(index, '^');
  if (negated) index += 1;
  const members: Member[] = [];
  for (let first = true; ; first = false) {
    if (index >= chars.length) return undefined;
    if (is(index, ']') && !first) break;
    const named = is(index, '[') ? readClass(chars, index) : undefined;
    if (named !== undefined) {
      members.push(named.member);
      index = named.end;
      continue;
    }
    if (is(index, '\\') && index + 1 < chars.length) index += 1;
    const from = chars[index]?.text ?? '';
    if (is(index + 1, '-') && index + 2 < chars.length && !is(index + 2, ']')) {
      if (is(index + 2, '\\') && index + 3 < chars.length) index += 1;
      const to = chars[index + 2]?.text ?? '';
      members.push((char) => point(from) <= point(char) && point(char) <= point(to));
      index += 3;
    } else {
      members.push((char) => char === from);
      index += 1;
    }
  }
  return { negated, members, end: index };
}

/** `[:alpha:]`, `[=a=]`, `[.a.]` at `start`; `end` is after it. */
function readClass(
  chars: readonly Char[],
  start: number,
): { readonly member: Member; readonly end: number } | undefined {
  const text = chars.slice(start, start + 24).map((char) => (char.quoted ? '\0' : char.text));
  const [all, name, char] = /^\[(?::([a-z]+):|[.=]([^])[.=])\]/u.exec(text.join('')) ?? [];
  if (all === undefined) return undefined;
  const end = start + Array.from(all).length;
  if (name === undefined) return { member: (other) => other === char, end };
  const pattern = classes.get(name);
  return { member: (other) => pattern?.test(other) ?? false, end };
}

const classes: ReadonlyMap<string, RegExp> = new Map([
  ['alpha', /^\p{L}$/u],
  ['digit', /^[0-9]$/],
  ['alnum', /^[\p{L}\p{N}]$/u],
  ['upper', /^\p{Lu}$/u],
  ['lower', /^\p{Ll}$/u],
  ['space', /^[\s]$/u],
  ['blank', /^[\t\p{Zs}]$/u],
  ['punct', /^[\p{P}\p{S}]$/u],
  ['cntrl', /^\p{Cc}$/u],
  ['print', /^[^\p{C}]$/u],
  ['graph', /^[^\p{C}\s]$/u],
  ['xdigit', /^[0-9A-Fa-f]$/],
  ['word', /^[\p{L}\p{N}_]$/u],
  ['ascii', /^\p{ASCII}$/u],
]);

function point(char: string): number {
  return char.codePointAt(0) ?? 0;
}
