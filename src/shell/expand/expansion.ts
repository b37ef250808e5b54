// What expanding words needs, and how it fails.
import type { ParsedScript, ProcessSubstitutionPart, WordPart } from 'unbash';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { Piece } from './fragment.ts';
import type { Place } from './place.ts';

/** What words are expanded with. */
export interface Expansion {
  readonly state: State;
  readonly fs: ReadableFileSystem;
  /** Runs a command substitution and gives its output. */
  substitute(script: ParsedScript): Steps<string>;
  /** Begins a process substitution and gives the path of its pipe. */
  substituteProcess(part: ProcessSubstitutionPart): Steps<string>;
  /** Expands the parts of a word inside another's expansion: `word.ts`, which is above all kinds of parts. */
  expand(parts: readonly WordPart[], place: Place): Steps<Piece[]>;
}

/** A word that cannot be expanded. The message is a sentence without the shell's name. */
export class ExpansionError extends Error {
  override readonly name: string = 'ExpansionError';
  /** Whether it ends a shell that is not interactive: `${x?}`. */
  readonly fatal: boolean;

  constructor(message: string, fatal = false) {
    super(message);
    this.fatal = fatal;
  }
}

/** `set -u`: a parameter that is not set. */
export class UnboundError extends ExpansionError {
  override readonly name = 'UnboundError';

  constructor(parameter: string) {
    super(`${parameter}: unbound variable`, true);
  }
}
