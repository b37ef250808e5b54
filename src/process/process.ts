// A program that runs in a worker, as the session sees it.
import type { OwnDescriptor, PipeEnd } from './descriptors.ts';
import type { PooledWorker } from './pool.ts';
import type { ChildEnd, ChildMessage, FromProcess, TimeLimit } from './protocol.ts';
import type { Signalled } from './session-process.ts';
import { endStatuses } from './signals.ts';
import type { SessionWriters } from './session-writers.ts';
import type { Condition, DescriptorKey, Exit, Process, Signal } from './world.ts';
import { quoted } from '../../wasi/vfs/dom-error.ts';
import { brokenPipe } from '../../wasi/host/host.ts';
import { isSystemError, SystemError } from '../../wasi/vfs/error.ts';
import { startsWith, type Path } from '../../wasi/vfs/path.ts';

/** How long a program that was told to stop may go on without a call, in milliseconds: then it is terminated. */
export const stopPatience = 80;
/**
 * After how long the person is told which files a program that was told to stop waits for, in milliseconds: so that Ctrl-C
 * is answered within a tenth of a second.
 */
export const finishPatience = 60;
/** How long a second Ctrl-C is not taken for more than the haste of the first, in milliseconds: it leaves files unfinished. */
export const hastePatience = 500;

/** How long a worker may take to tell of its program, in milliseconds: one that computes does not. */
const measurePatience = 50;

export interface ProcessContext {
  readonly worker: PooledWorker;
  readonly writers: SessionWriters;
  /** The descriptors by number, to name the one that could not be opened. */
  readonly descriptors: ReadonlyMap<DescriptorKey, OwnDescriptor>;
  readonly cwd: Path;
  /** The ends of pipes that the process has. */
  readonly ends: readonly PipeEnd[];
  /** Ends the service of what the session shares with the process; resolves when files among it are stored. */
  readonly endServices: () => Promise<void>;
  /** Gives the worker back, or ends it. */
  readonly finished: (reusable: boolean) => void;
  /** Removes or names files that a terminated process created and never stored. */
  readonly clean: (keys: readonly string[]) => Promise<void>;
  /** Removes what a terminated process had written of files, and not stored, beside the files themselves. */
  readonly discard: (keys: readonly string[]) => Promise<void>;
  /** Begins a program that this one starts. @throws SystemError ENOENT, ENOEXEC */
  readonly start: (child: ChildMessage) => Promise<Process & Signalled>;
  readonly denied: (device: string) => void;
  /** Says a sentence to the person. */
  readonly say: (sentence: string) => void;
}

/**
 * Signals processes, and what they have started, as one. A program that read the end of its input, because another was stopped, before it heard that
 * it is to stop itself would store half a file as if it were whole.
 */
export function signalGroup(leaders: readonly Signalled[], signal: Signal): void {
  const processes = leaders.flatMap((process) => process.family());
  void Promise.all(processes.map((process) => process.signal(signal))).then(() => {
    for (const process of processes) process.proceed();
  });
}

/** Waits for a process, and signals it when its time is over. */
async function endInTime(
  child: Process & Signalled,
  limit: TimeLimit | undefined,
): Promise<ChildEnd> {
  if (limit === undefined) return endOf(await child.exited);
  let late = false;
  let timer = setTimeout(() => {
    late = true;
    signalGroup([child], limit.signal);
    if (limit.grace !== undefined)
      timer = setTimeout(() => signalGroup([child], 'KILL'), limit.grace);
  }, limit.after);
  const exit = await child.exited;
  clearTimeout(timer);
  return { ...endOf(exit), late };
}

function endOf({ status, signal }: Exit): ChildEnd {
  return { status, signalled: signal !== undefined };
}

/** A file's path on its device, of its key in the registry. */
function nameOf(key: string): string {
  return key.slice(key.indexOf('\0') + 1);
}

export class WorkerProcess implements Process, Signalled {
  readonly exited: Promise<Exit>;
  readonly #context: ProcessContext;
  #resolve: (exit: Exit) => void = () => {};
  #ended = false;
  #patience: ReturnType<typeof setTimeout> | undefined;
  /** Resolves when it has heard that it must stop, or has ended. */
  readonly #heard = Promise.withResolvers<void>();
  /** What told it to end first. */
  #endedBy: Signal | undefined;
  /** Resolves when it stands; undefined while it may run. */
  #paused: PromiseWithResolvers<void> | undefined;
  readonly #children = new Set<Signalled>();
  #mayBeCutShort = false;
  #stands = false;
  /** Bytes of its memory, as it told last. */
  #memory: number | undefined;
  /** Resolves when its worker has told. */
  #measured: PromiseWithResolvers<void> | undefined;
  /** Who asked whether it uses something, and has no answer yet. */
  readonly #asked: ((uses: boolean) => void)[] = [];

  constructor(context: ProcessContext) {
    this.#context = context;
    this.exited = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    context.worker.onMessage = (message) => this.#receive(message);
    context.worker.onCrash = (reason) => {
      context.say(`the program's worker failed: ${reason}`);
      void this.#terminate(134);
    };
  }

  /**
   * INT and TERM stop the program at its next call; one that makes none is terminated. KILL does not wait for anything, nor
   * does a second one, once the person was told what is waited for: a rename is being taken back, perhaps. `proceed` must follow.
   * @returns when it has heard, or has ended
   */
  signal(signal: Signal): Promise<void> {
    const status = endStatuses[signal];
    if (this.#ended) return this.#heard.promise;
    if (signal === 'KILL' || this.#mayBeCutShort) {
      this.#endedBy = signal;
      void this.#terminate(status);
    } else if (this.#endedBy === undefined) {
      this.#endedBy = signal;
      this.#context.worker.post({ type: 'stop', status });
      this.#patience = setTimeout(() => void this.#terminate(status), stopPatience);
    }
    return this.#heard.promise;
  }

  /** All that were signalled with it have heard: they may see that it ends. */
  proceed(): void {
    if (!this.#ended) this.#context.worker.post({ type: 'proceed' });
  }

  /** It, what it has started and waits for, and what that has. */
  family(): Signalled[] {
    return [this, ...[...this.#children].flatMap((child) => child.family())];
  }

  /** It stops at its next call. */
  pause(): Promise<void> {
    this.#paused ??= Promise.withResolvers();
    if (this.#ended) this.#paused.resolve();
    else this.#context.worker.post({ type: 'pause' });
    return this.#paused.promise;
  }

  /** Its worker hears the question only where the program waits for something. */
  async inspect(): Promise<Condition> {
    if (this.#measured === undefined && !this.#ended) {
      this.#measured = Promise.withResolvers();
      this.#context.worker.post({ type: 'measure' });
    }
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), measurePatience);
    const answer = await Promise.race([this.#measured?.promise, late.promise]);
    clearTimeout(timer);
    const state = answer === 'late' ? 'running' : 'sleeping';
    return { state: this.#stands ? 'stopped' : state, memory: this.#memory };
  }

  resume(): void {
    this.#stands = false;
    this.#paused?.resolve();
    this.#paused = undefined;
    if (!this.#ended) this.#context.worker.post({ type: 'continue' });
  }

  /** Whether its directory, or anything that it has open, is at `path` or below. One that does not answer may have it. */
  async uses(path: Path): Promise<boolean> {
    if (this.#ended) return false;
    if (startsWith(this.#context.cwd, path)) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#asked.push(resolve);
    this.#context.worker.post({ type: 'uses', path });
    const patience = setTimeout(() => resolve(!this.#ended), stopPatience);
    const uses = await promise;
    clearTimeout(patience);
    return uses;
  }

  async #start(message: ChildMessage): Promise<void> {
    const end = await this.#endOf(message);
    if (!this.#ended) this.#context.worker.post({ type: 'child-ended', id: message.id, end });
  }

  async #endOf(message: ChildMessage): Promise<ChildEnd> {
    try {
      const child = await this.#context.start(message);
      this.#children.add(child);
      // Told to stop while the program was loaded.
      if (this.#ended) signalGroup([child], 'KILL');
      else if (this.#endedBy !== undefined) signalGroup([child], this.#endedBy);
      else if (this.#paused !== undefined) void child.pause();
      const end = await endInTime(child, message.limit);
      this.#children.delete(child);
      return end;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return { code: error.code };
    }
  }

  #receive(message: FromProcess): void {
    const { writers, worker } = this.#context;
    switch (message.type) {
      case 'stopping':
        // It heard, so it waits for something that ends: a close under way is not cut short.
        clearTimeout(this.#patience);
        this.#patience = setTimeout(() => this.#sayWhatItFinishes(), finishPatience);
        return this.#heard.resolve();
      case 'memory':
        this.#memory = message.bytes ?? this.#memory;
        this.#measured?.resolve();
        this.#measured = undefined;
        return;
      case 'paused':
        this.#stands = this.#paused !== undefined;
        return this.#paused?.resolve();
      case 'uses':
        return this.#asked.shift()?.(message.uses);
      case 'exited':
        if (message.said !== undefined) this.#context.say(message.said);
        return this.#end(this.#exit(message.status, message.signalled), message.reusable);
      case 'not-opened': {
        const descriptor = this.#context.descriptors.get(message.fd);
        const error = new SystemError(message.code, message.reason);
        const failure = descriptor === undefined ? {} : { failure: { descriptor, error } };
        return this.#end({ status: 1, ...failure }, true);
      }
      case 'not-begun':
        this.#context.say(message.reason);
        return this.#end({ status: 126 }, false);
      case 'start':
        return void this.#start(message.child);
      case 'acquire':
        return worker.post({
          type: 'answer',
          id: message.id,
          busy: !writers.acquire(message.key, this),
        });
      case 'watch-writers': {
        const keys = writers.watch(this, (key, written) =>
          worker.post({ type: 'writer', key, written }),
        );
        return worker.post({ type: 'writers', keys });
      }
      case 'created':
        return writers.created(message.key, this);
      case 'stored':
        return writers.stored(message.key, this);
      case 'released':
        return writers.release(message.key, this);
      case 'denied':
        return this.#context.denied(message.device);
      case 'ready':
    }
  }

  #sayWhatItFinishes(): void {
    const { length } = this.#context.writers.heldBy(this);
    if (length > 0) this.#context.say(`finishing ${length} ${length === 1 ? 'file' : 'files'}…`);
    this.#patience = setTimeout(() => {
      const sentence = 'a second Ctrl-C does not wait';
      this.#context.say(length > 0 ? sentence : `finishing…; ${sentence}`);
      this.#mayBeCutShort = true;
    }, hastePatience - finishPatience);
  }

  #end(exit: Exit, reusable: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#heard.resolve();
    this.#paused?.resolve();
    clearTimeout(this.#patience);
    this.#context.writers.releaseAll(this);
    this.#context.finished(reusable);
    void this.#context.endServices().then(() => this.#resolve(exit));
  }

  /** Ends the worker, which no program can resist; what it had not stored is lost, what it created is cleaned up. */
  async #terminate(status: number): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#heard.resolve();
    this.#paused?.resolve();
    clearTimeout(this.#patience);
    const { worker, ends, writers, endServices, finished, clean, discard, say } = this.#context;
    worker.terminate();
    // Nobody serves their descriptors any more.
    signalGroup([...this.#children], 'KILL');
    // A MessagePort tells nobody that its peer died.
    for (const end of ends) end.pipe.other(end).peerGone?.();
    finished(false);
    await endServices();
    const held = writers.heldBy(this);
    // Before they are free: whoever takes one of them writes it in the same place.
    await discard(held.map(({ key }) => key));
    writers.releaseAll(this);
    await clean(held.filter(({ unstored }) => unstored).map(({ key }) => key));
    const kept = held.filter(({ unstored }) => !unstored).map(({ key }) => quoted(nameOf(key)));
    // The browser completes a close that it has begun.
    if (this.#mayBeCutShort && kept.length > 0)
      say(`not waited for: ${kept.join(', ')} may yet change`);
    this.#resolve(this.#exit(status, false));
  }

  /** With the signal, where that ended it: a program may have come to its end before. */
  #exit(status: number, signalled: boolean): Exit {
    const signal = this.#endedBy;
    if (signal !== undefined && endStatuses[signal] === status) return { status, signal };
    return signalled && status === brokenPipe ? { status, signal: 'PIPE' } : { status };
  }
}
