// The processes of a session that run: whether one of them uses a place in the tree, and who is signalled with one.
import { WorkerProcess } from './process.ts';
import { SessionProcess, type Signalled } from './session-process.ts';
import type { Process } from './world.ts';
import type { Path } from '../../wasi/vfs/path.ts';

type OwnProcess = WorkerProcess | SessionProcess;

export class Running {
  readonly #processes = new Set<OwnProcess>();

  /** Adds a process, until it ends. @returns it */
  add<T extends OwnProcess>(process: T): T {
    this.#processes.add(process);
    void process.exited.then(() => this.#processes.delete(process));
    return process;
  }

  /** Whether one of them uses what is at `path`, or below. */
  async uses(path: Path): Promise<boolean> {
    const uses = await Promise.all([...this.#processes].map((process) => process.uses(path)));
    return uses.includes(true);
  }
}

/** Those of `processes` that a `WorkerWorld` began. */
export function ours(processes: Iterable<Process>): OwnProcess[] {
  return [...processes].filter(
    (process) => process instanceof WorkerProcess || process instanceof SessionProcess,
  );
}

/** They, and what they have started. */
export function familiesOf(processes: Iterable<Process>): Signalled[] {
  return ours(processes).flatMap((process) => process.family());
}
