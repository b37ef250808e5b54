// A job of the benchmark: a command, and the same in hand-written JavaScript.
import type { LimitJob } from '../limit/messages.ts';
import type { Sizes } from './sizes.ts';

export interface Job {
  /** What it is called in tables and by `--only`. */
  readonly name: string;
  /** The line, which our shell and bash run in the folder. It leaves nothing that a second run would meet. */
  readonly command: string;
  /** Programs that must be built for it. */
  readonly needs?: readonly string[];
  /** None where JavaScript has nothing to compare with. */
  readonly limit?: LimitJob;
  /** What is run in the folder by the system, before each run. */
  readonly prepare?: string;
  /** How often the command is done in the line: figures are for one. */
  readonly times?: number;
  /** How many bytes go through it, where its speed is told in MB/s. */
  readonly bytes?: number;
}

/** The jobs of one kind. */
export type Jobs = (sizes: Sizes) => readonly Job[];
