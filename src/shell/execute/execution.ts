// What every command is executed with.
import type { Statement } from 'unbash';
import type { Builtins } from '../builtins/builtin.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { Descriptor, DescriptorKey, World } from '../../process/world.ts';
import type { Job } from './job.ts';

/** The surroundings of a command. A subshell has its own state, a pipeline's stage its own descriptors. */
export interface Execution {
  readonly world: World;
  /** The world's tree, as far as the shell itself asks it: Ctrl-C ends every wait. */
  readonly fs: ReadableFileSystem;
  readonly state: State;
  readonly job: Job;
  readonly builtins: Builtins;
  /** What a command inherits. It never closes these. */
  readonly descriptors: ReadonlyMap<DescriptorKey, Descriptor>;
  /** The lines that were typed, oldest first. */
  history(): readonly string[];
  /** Runs a list inside a command: `list.ts`, which is above everything that a command is made of. */
  execute(statements: readonly Statement[], execution: Execution): Steps<number>;
}

/** What a stage gets from the pipes at its sides. */
export interface Pipes {
  readonly reader?: Descriptor | undefined;
  readonly writer?: Descriptor | undefined;
  /** `|&`: standard error goes into the pipe too. */
  readonly both: boolean;
}

/** Whether the commands that follow are not to run. */
export function isStopped({ state, job }: Execution): boolean {
  return state.leaving !== undefined || job.interrupted;
}
