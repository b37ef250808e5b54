// Text to tree: unbash parses, and what it cannot read is said before anything runs.
import type { ParsedScript } from 'unbash';
import { parse } from 'unbash';
import type { SyntaxProblem } from './syntax-error.ts';
import { findSyntaxError } from './syntax-error.ts';

/** A tree that can be executed as a whole, or what is wrong with the text. */
export type Parsed =
  | { readonly script: ParsedScript; readonly problem?: undefined }
  | { readonly script?: undefined; readonly problem: SyntaxProblem };

/** Reads a whole command text. */
export function parseScript(text: string): Parsed {
  const script = parse(text);
  const wrong = findSyntaxError(script, text);
  return wrong === undefined ? { script } : { problem: wrong };
}
