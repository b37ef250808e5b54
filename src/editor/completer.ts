// What the editor needs of completion.
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/** What Tab does to a line. */
export interface Completion {
  /** What to insert instead of `text` between `start` and `end`: the only candidate, or what all share. */
  readonly edit: { readonly start: number; readonly end: number; readonly text: string };
  /** How many candidates there are. */
  readonly count: number;
  /** The candidates as rows of a screen so wide, safe to show. */
  readonly list: (columns: number) => readonly string[];
}

/** Answers Tab; undefined where nothing fits. `signal` is aborted when another key comes before the answer. */
export type Completer = (
  text: string,
  cursor: number,
  signal: AbortSignal,
) => MaybePromise<Completion | undefined>;
