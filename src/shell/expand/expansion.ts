// What expanding a word needs of the shell, and how it fails.
import type { ParsedScript } from 'unbash';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';

/** The surroundings of an expansion. */
export interface Expansion {
  readonly state: State;
  readonly fs: ReadableFileSystem;
  /** What the commands print, for `$(…)`. */
  substitute(script: ParsedScript): Steps<string>;
}

/** An expansion that cannot be made. It ends the whole line, as in an interactive bash. */
export class ExpansionError extends Error {
  override readonly name = 'ExpansionError';
}
