// A coprocess: a job whose standard input and output the shell has as descriptors of its own.
import type { Shared } from '../execute/shared.ts';
import type { BackgroundJob } from './background-job.ts';

/** The shell's end of one of the two pipes. */
export interface CoprocEnd {
  readonly number: number;
  readonly shared: Shared;
  /** Whether the shell has not closed it. */
  isOpen: boolean;
}

export interface Coproc {
  /** Of the array with the numbers, and of `NAME_PID`. */
  readonly name: string;
  readonly job: BackgroundJob;
  /** What the shell reads of it, and what it writes to it. */
  readonly ends: readonly [read: CoprocEnd, write: CoprocEnd];
}
