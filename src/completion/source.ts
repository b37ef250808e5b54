// What a source of candidates is, and what it answers.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { CompletionContext } from './context.ts';

/** A possible completion. */
export interface Candidate {
  /** The name, unquoted. */
  readonly name: string;
  /** What follows where it is the only one: a directory's `/` leaves the word open. */
  readonly suffix: '/' | ' ' | '}' | '';
}

export interface Candidates {
  /** Where in the text the names begin; what stands between this and the cursor is replaced. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** Names are inserted as they are, not quoted (variables). */
  readonly verbatim?: boolean;
}

/** Answers with the candidates for a place, or undefined where it has nothing to say about it. */
export type Source = (context: CompletionContext) => MaybePromise<Candidates | undefined>;
