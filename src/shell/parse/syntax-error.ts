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
  'arithmetic command': ')',
  'arithmetic for header': ')',
  'extended glob': ')',
  'array subscript': ']',
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
  const found = first && isOpen(first) ? errors.findLast(isOpen) : first;
  const error = found && beforeClosing(found, source);
  if (error !== undefined) {
    const position = script.source === undefined ? error.pos : undefined;
    return { message: describe(error, source), position };
  }
  // The scripts of `$(…)` keep their own errors, and their own text where backticks had to be decoded.
  let inner: SyntaxProblem | undefined;
  const visit = (node: SyntaxNode): void => {
    if (inner !== undefined) return;
    if (node.type === 'Script') inner = findSyntaxError(node, node.source ?? text);
    else forEachChild(node, visit);
  };
  forEachChild(script, visit);
  return inner;
}

/** `if a; fi`: unbash takes the `fi`, and misses the `then` behind it; bash stops at the `fi`. */
function beforeClosing(error: ParseError, text: string): ParseError {
  if (!/^expected '(?:then|do)'/.test(error.message)) return error;
  const [closing] = /(?:fi|done|esac|else)\s*$/.exec(text.slice(0, error.pos)) ?? [];
  return closing === undefined ? error : { ...error, pos: error.pos - closing.length };
}

function describe(error: ParseError, text: string): string {
  const { message } = error;
  // What would have mended it, where unbash knows.
  const [, expected] = /^(expected '(?:[^']*)'(?: to close '[^']*')?)/.exec(message) ?? [];
  return inWordsOfBash(error, text) + (expected === undefined ? '' : ` (${expected})`);
}

function inWordsOfBash({ message, pos }: ParseError, text: string): string {
  const [, what] = /^unterminated (.*)$/.exec(message) ?? [];
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
  return message === 'expected redirect target' || message === "expected command after 'coproc'"
    ? near('newline')
    : 'syntax error: unexpected end of file';
}

function near(token: string): string {
  return `syntax error near unexpected token \`${printable(token)}'`;
}
