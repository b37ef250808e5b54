// unbash's syntax errors in the words of bash.
import type { ParsedScript, ParseError, SyntaxNode } from 'unbash';
import { forEachChild } from 'unbash';
import { printable } from '../quote.ts';
import { errorsOf, isOpen, tokenAt } from './errors.ts';

const unterminated: Readonly<Record<string, string>> = {
  'single quote': "'",
  'ANSI-C quote': "'",
  'double quote': '"',
  'locale string': '"',
  backtick: '`',
  'command substitution': ')',
  'arithmetic expansion': ')',
  'process substitution': ')',
  'parameter expansion': '}',
};

/** What is wrong with a text, in bash's words, and where. */
export interface SyntaxProblem {
  readonly message: string;
  /** Where it is in the text; undefined where that is of no use. */
  readonly position: number | undefined;
}

/** What bash would say of the first thing that is wrong, undefined where nothing is. */
export function findSyntaxError(script: ParsedScript, text: string): SyntaxProblem | undefined {
  // Of quotations that are open, bash names the innermost.
  const source = script.source ?? text;
  const errors = errorsOf(script, source);
  const [first] = errors;
  const error = first && isOpen(first) ? errors.findLast(isOpen) : first;
  if (error !== undefined) {
    const position = script.source === undefined ? error.pos : undefined;
    return { message: describe(error, source), position };
  }
  // The scripts of `$(…)` keep their own errors, and their own text where backticks had to be decoded.
  let found: SyntaxProblem | undefined;
  const visit = (node: SyntaxNode): void => {
    if (found !== undefined) return;
    if (node.type === 'Script') found = findSyntaxError(node, node.source ?? text);
    else forEachChild(node, visit);
  };
  forEachChild(script, visit);
  return found;
}

function describe(error: ParseError, text: string): string {
  const { message } = error;
  // What would have mended it, where unbash knows.
  const [, expected] = /^(expected '(?:[^']*)'(?: to close '[^']*')?)/.exec(message) ?? [];
  return inWordsOfBash(error, text) + (expected === undefined ? '' : ` (${expected})`);
}

function inWordsOfBash({ message, pos }: ParseError, text: string): string {
  const [, what] = /^unterminated (.*)$/.exec(message) ?? [];
  if (
    what === 'extended glob' ||
    what === 'array subscript' ||
    what?.startsWith('arithmetic ') === true
  )
    return (
      'unexpected EOF while looking for matching `' + (what === 'array subscript' ? ']' : ')') + "'"
    );
  if (what !== undefined) {
    return `unexpected EOF while looking for matching \`${unterminated[what] ?? what}'`;
  }
  const [, token] = /^unexpected (?:token|argument) '([^]*?)'(?: to .*)?$/.exec(message) ?? [];
  if (token !== undefined) return near(token);
  if (message.startsWith('maximum')) return message;
  // An empty group: unbash points at its start, bash at what closes it.
  const empty = /^expected command in (?:subshell|brace group)$/.test(message);
  const next = tokenAt(text, empty ? pos + 1 : pos);
  if (next !== undefined) return near(next);
  return message === 'expected redirect target'
    ? near('newline')
    : 'syntax error: unexpected end of file';
}

function near(token: string): string {
  return `syntax error near unexpected token \`${printable(token)}'`;
}
