// The syntax errors of a text: those that unbash finds, and one that it overlooks.
import type { Command, ParsedScript, ParseError, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';

/** The errors of a script in their order, without those of the scripts in its `$(…)`. */
export function errorsOf(script: ParsedScript, text: string): readonly ParseError[] {
  const errors = script.errors ?? [];
  const found = firstParenthesis(script, text);
  // An open quote behind the parenthesis is met first, as it is a part of the unexpected token.
  if (found === undefined || errors.some((error) => isOpen(error) && error.pos === found.next))
    return errors;
  const index = errors.findIndex(({ pos }) => pos > found.error.pos);
  return errors.toSpliced(index < 0 ? errors.length : index, 0, found.error);
}

/**
 * unbash takes `name (` for the start of a function. Where no `)` follows, it goes on as if there had been no
 * parenthesis, and `echo a; echo (` would run.
 */
function firstParenthesis(script: ParsedScript, text: string): Parenthesis | undefined {
  let found: Parenthesis | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined || node.type === 'Script') return;
    if (node.type === 'Command') found = parenthesisOf(node, text);
    if (found === undefined) forEachChild(node, visit);
  };
  forEachChild(script, visit);
  return found;
}

interface Parenthesis {
  readonly error: ParseError;
  /** Where the token behind it begins. */
  readonly next: number;
}

function parenthesisOf({ name, prefix, suffix }: Command, text: string): Parenthesis | undefined {
  if (name === undefined) return undefined;
  const after = /(?:[ \t]|\\\n)*\((?:[ \t]|\\\n)*/y;
  after.lastIndex = name.end;
  if (!after.test(text)) return undefined;
  const next = after.lastIndex;
  const item = suffix.find(
    ({ pos, type }) => pos === next && (type === 'Word' || type === 'Assignment'),
  );
  const word = item === undefined ? tokenAt(text, next) : text.slice(next, item.end);
  // A function's name stands alone: then it is what follows the parenthesis that is not expected.
  const token = prefix.length > 0 ? '(' : (word ?? 'newline');
  return {
    error: { message: `unexpected token '${token}'`, pos: text.indexOf('(', name.end) },
    next,
  };
}

/** Whether something was not closed. */
export function isOpen({ message }: ParseError): boolean {
  return message.startsWith('unterminated ');
}

/** The token at or after `position`, undefined at the end of the text or in front of a comment that ends it. */
export function tokenAt(text: string, position: number): string | undefined {
  const rest = text
    .slice(position)
    .replace(/^(?:[ \t]|\\\n)+/, '')
    .replace(/^#.*/, '');
  // A backtick where a token would begin ends the script.
  if (/^(?:`|(?:\s|#.*)*$)/.test(rest)) return undefined;
  const [token] = /^(?:\n|;;&|;;|;&|&&|\|\||\|&|&>>|<<<|&>|>>|<<-?|[;&|()<>]|[^\s;&|()<>]+)/.exec(
    rest,
  ) ?? [rest];
  return token === '\n' ? 'newline' : token;
}
