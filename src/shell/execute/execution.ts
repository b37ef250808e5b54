// What every command is executed with.
import type { Statement } from 'unbash';
import type { Builtins } from '../builtins/builtin.ts';
import type { BackgroundJob } from '../jobs/background-job.ts';
import { ExpansionError } from '../expand/expansion.ts';
import type { History } from '../history/history.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import { limitOf } from '../limits.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { onFreshStack } from '../steps.ts';
import type { Descriptor, DescriptorKey, World } from '../../process/world.ts';
import type { Job } from './job.ts';
import type { Shared } from './shared.ts';

/** The surroundings of a command. A subshell has its own state and descriptors. */
export interface Execution {
  readonly world: World;
  /** The world's tree, as far as the shell itself asks it: Ctrl-C ends every wait. */
  readonly fs: ReadableFileSystem;
  readonly state: State;
  readonly job: Job;
  /** The background job that this is in. */
  readonly background: BackgroundJob | undefined;
  /** The process numbers that the stages of the pipeline, or the program, take that runs as a job. */
  readonly pids: readonly number[];
  readonly builtins: Builtins;
  /** What a command inherits. It never closes these; `exec` changes them. */
  readonly descriptors: Map<DescriptorKey, Descriptor>;
  /** What `exec` opened, and nobody else closes. */
  readonly opened: Set<Shared>;
  /** The pipes of process substitutions, by number, until the statement ends. */
  readonly substituted: Map<number, Shared>;
  /** Whether a failure is an answer, which neither `set -e` nor the ERR trap takes for an error. */
  readonly tested: boolean;
  /** How many functions, subshells and texts this is in. */
  readonly depth: number;
  /** How many commands it is in, one within the other: the levels of JavaScript's stack. */
  readonly level: number;
  /** How many substitutions and texts this is in: the pluses of `set -x`. */
  readonly traceDepth: number;
  /** Says a line at once to whoever types, amid what they type. */
  readonly notify: ((line: string) => void) | undefined;
  /** The lines that were typed, oldest first. */
  readonly history: History;
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

/** A command that is no stage. */
export const noPipes: Pipes = { both: false };

/** Whether the commands that follow are not to run. */
export function isStopped({ state, job }: Execution): boolean {
  return state.leaving !== undefined || job.interrupted;
}

/** `execution` where a failure is an answer: the condition of an `if`. */
export function asCondition(execution: Execution): Execution {
  return execution.tested ? execution : { ...execution, tested: true };
}

/** How deep shell code goes before it continues on a fresh stack: JavaScript's has room for a few hundred. */
const levelsOnOneStack = 16;

/**
 * Runs `steps` one level deeper: a function's, a subshell's, those of a text.
 * @param what names it in the message
 * @throws ExpansionError it is too deep
 */
export function* deeper(
  what: string,
  execution: Execution,
  steps: (inner: Execution) => Steps<number>,
): Steps<number> {
  checkDepth(what, execution);
  return yield* nested({ ...execution, depth: execution.depth + 1 }, steps);
}

/** Whether `what` can be run a level deeper. @throws ExpansionError */
export function checkDepth(what: string, { depth, state }: Execution): void {
  const limit = limitOf('FUNCNEST', state);
  if (depth + 1 > limit)
    throw new ExpansionError(`${what}: maximum function nesting level exceeded (${limit})`);
}

/** Runs `steps` as those of a command inside another: it has stack enough. */
export function* nested(
  execution: Execution,
  steps: (inner: Execution) => Steps<number>,
): Steps<number> {
  const level = execution.level + 1;
  const inner = { ...execution, level };
  return level % levelsOnOneStack === 0
    ? yield* onFreshStack(() => steps(inner))
    : yield* steps(inner);
}
