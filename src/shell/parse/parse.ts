// Text to tree: unbash parses, and what it cannot read or this shell cannot execute is said before anything runs.
import type { ParsedScript } from 'unbash';
import { parse } from 'unbash';
import { findSyntaxError } from './syntax-error.ts';
import { findUnsupported } from './supported.ts';

/** A tree that can be executed as a whole, or the message that says why not. */
export type Parsed =
  | { readonly script: ParsedScript; readonly problem?: undefined }
  | { readonly script?: undefined; readonly problem: string };

/** Reads a whole command text. */
export function parseScript(text: string): Parsed {
  const script = parse(text);
  const problem = findSyntaxError(script, text) ?? findUnsupported(script);
  return problem === undefined ? { script } : { problem };
}
