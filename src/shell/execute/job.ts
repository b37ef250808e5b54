// A job that runs: the processes of a command text, and what signals do to them and to the shell's own waits.
import { signalToProgram } from '../../process/signals.ts';
import { TerminalGate } from '../../process/terminal-gate.ts';
import type { Exit, Process, ProgramJob, World } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { signalNumber } from '../traps.ts';
import type { Turns } from '../turns.ts';

/** What is added to a signal's number: the status of what it ended. */
const signalStatus = 128;
/** The status of what Ctrl-C ended. */
export const interruptedStatus = signalStatus + 2;

/** The status of what Ctrl-Z stopped. */
export const stoppedStatus = signalStatus + 20;

/** Whether a job runs, is to stop but computes yet, or stands. */
export type Motion = 'running' | 'stopping' | 'stopped';

/** One command text while it is executed, or one background job. */
export class Job implements ProgramJob {
  readonly turns: Turns;
  /** Whether it is the text of a whole shell: nobody waits for it who could have it go on. */
  readonly isShell: boolean;
  readonly #processes = new Set<Process>();
  #killedBy: Exit['signal'];
  readonly #world: World;
  #stop = new AbortController();
  #status = interruptedStatus;
  #endedBy: string | undefined;
  /** The jobs that what ends this one ends too: that of `fg`, process substitutions. */
  readonly #others = new Set<Job>();

  /** What is waited for, which Ctrl-Z stops. */
  #followed: Job | undefined;
  #motion: Motion = 'running';
  #stoppedBy: string | undefined;
  readonly terminal = new TerminalGate(() => this.pause('TTIN'));
  /** Resolves when it goes on. */
  #passage: PromiseWithResolvers<void> | undefined;
  #standing = Promise.withResolvers<void>();
  /** Resolves when it is to stop. */
  #stopping = Promise.withResolvers<'stopped'>();

  /** @param turns shared with all who run in the same worker */
  constructor(world: World, turns: Turns, place: 'shell' | 'foreground' | 'background') {
    this.isShell = place === 'shell';
    if (place === 'background') this.terminal.close();
    this.#world = world;
    this.turns = turns;
  }

  /** Is aborted by the first signal that ends it: the shell itself waits for nothing any more. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get interrupted(): boolean {
    return this.signal.aborted;
  }

  /** The status of what was interrupted. */
  get status(): number {
    return this.#status;
  }

  /** The signal that ended it. */
  get endedBy(): string | undefined {
    return this.#endedBy;
  }

  /** The signal that ended it, or the one of its programs that ended last. */
  get killedBy(): string | undefined {
    return this.#endedBy ?? this.#killedBy;
  }

  /** Ctrl-C. A second one ends what the first one could not. */
  interrupt(): void {
    this.end('INT', 2);
  }

  /** A signal ends it, and its processes. */
  end(name: string, number: number): void {
    if (!this.interrupted) {
      this.#endedBy = name;
      this.#status = signalStatus + number;
    }
    this.#stop.abort();
    this.#open();
    if (this.#processes.size > 0) this.#world.signal(this.#processes, signalToProgram(name));
    for (const other of this.#others) other.end(name, number);
  }

  /** Goes on after a Ctrl-C for which there is a trap. */
  resume(): void {
    this.#stop = new AbortController();
    this.#endedBy = undefined;
    this.#status = interruptedStatus;
  }

  /** The signal that stopped it last. */
  get stoppedBy(): string | undefined {
    return this.#stoppedBy;
  }

  /** Resolves when it is told to stop. */
  get stopping(): Promise<'stopped'> {
    return this.#stopping.promise;
  }

  get motion(): Motion {
    return this.#motion;
  }

  /** What its shell code waits for before its next command; undefined where it runs. */
  get passage(): Promise<void> | undefined {
    return this.#passage?.promise;
  }

  /** Resolves when all of it stands. */
  get standing(): Promise<void> {
    return this.#standing.promise;
  }

  /** SIGTSTP, and what else stops: its shell code stops before its next command, its programs at their next calls. */
  pause(signal: string): void {
    if (this.#motion !== 'running' || this.interrupted) return;
    this.#motion = 'stopping';
    this.#stoppedBy = signal;
    this.terminal.close();
    const passage = Promise.withResolvers<void>();
    this.#passage = passage;
    void this.#world.pause(this.#processes).then(() => {
      if (this.#passage !== passage) return;
      this.#motion = 'stopped';
      this.#standing.resolve();
    });
    for (const other of this.#others) other.pause(signal);
    this.#stopping.resolve('stopped');
  }

  /** SIGCONT. @param foreground whether it may read the terminal from now on */
  continue(foreground: boolean): void {
    this.#open();
    if (foreground) this.terminal.open();
    this.#world.resume(this.#processes);
    for (const other of this.#others) other.continue(foreground);
    if (!foreground) this.terminal.refuse();
  }

  #open(): void {
    if (this.#motion !== 'running') {
      this.#stopping = Promise.withResolvers();
      this.#standing = Promise.withResolvers();
    }
    this.#motion = 'running';
    this.#passage?.resolve();
    this.#passage = undefined;
  }

  /** Ctrl-Z: stops what is waited for. */
  stopFollowed(): void {
    this.#followed?.pause('TSTP');
  }

  /** Ctrl-\: ends what is waited for. The shell itself ignores it. */
  quitFollowed(): void {
    if (this.#followed === undefined) this.#world.signal(this.#processes, 'QUIT');
    else this.#followed.end('QUIT', signalNumber('QUIT'));
  }

  /** Waits for another job, which signals reach meanwhile, until it ends or is stopped. */
  *follow<T>(other: Job, ended: Promise<T>): Steps<T | 'stopped'> {
    this.#others.add(other);
    this.#followed = other;
    try {
      return yield* wait(Promise.race([ended, other.#stopping.promise]));
    } finally {
      this.#others.delete(other);
      this.#followed = undefined;
    }
  }

  /** Has another job, until it has ended, hear what this one does. */
  accompany(other: Job, ended: Promise<unknown>): void {
    this.#others.add(other);
    void ended.finally(() => this.#others.delete(other));
  }

  /** Waits for a process, which signals reach meanwhile. */
  *run(process: Process): Steps<Exit> {
    this.#processes.add(process);
    if (this.interrupted) this.#world.signal([process], signalToProgram(this.#endedBy));
    else if (this.#motion !== 'running') void this.#world.pause([process]);
    try {
      const exit = yield* wait(process.exited);
      this.#killedBy = exit.signal;
      return exit;
    } finally {
      this.#processes.delete(process);
    }
  }
}
