// Workers that are warm: begun before they are needed, and used again when their program left them clean.
import type { FromProcess, ToProcess } from './protocol.ts';

/** How many workers stand ready. */
const readyWorkers = 2;
/** The most that are kept when many programs have ended. */
const maximumIdle = 4;
/**
 * How long a program may run whose worker is used again, in milliseconds. Behind a longer one lies garbage, often above 100 MB, which V8
 * leaves until the worker needs room: it ends with the worker, and to begin another costs little against that time.
 */
const longestUse = 1000;

/** A worker with its messages. */
export class PooledWorker {
  readonly #worker: Worker;
  /** Whoever uses the worker now. */
  onMessage: ((message: FromProcess) => void) | undefined;
  onCrash: ((reason: string) => void) | undefined;
  /** When it was taken, by `performance.now()`. */
  takenAt = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromProcess>) => this.onMessage?.(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.onCrash?.(event.message);
    };
  }

  post(message: ToProcess, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  terminate(): void {
    this.onMessage = undefined;
    this.onCrash = undefined;
    this.#worker.terminate();
  }
}

/** The pool of one session. It never makes a pipeline wait: where no worker is idle it begins one. */
export class Pool {
  readonly #begin: () => Worker;
  readonly #idle: PooledWorker[] = [];
  #tree: ToProcess | undefined;
  #program: ToProcess | undefined;
  #refill: ReturnType<typeof setTimeout> | undefined;

  /** @param begin makes a worker; the bundler wants `new Worker(new URL(…))` where it can see it */
  constructor(begin: () => Worker) {
    this.#begin = begin;
  }

  /** The tree that programs begun from now on see. */
  setTree(tree: ToProcess): void {
    this.#tree = tree;
    for (const worker of this.#idle) worker.post(tree);
  }

  /** The program that workers which are begun from now on, and those that are idle, instantiate ahead. */
  setProgram(program: ToProcess): void {
    this.#program = program;
    for (const worker of this.#idle) worker.post(program);
  }

  /** A worker for one program. */
  take(): PooledWorker {
    const worker = this.#idle.shift() ?? this.#make();
    worker.onCrash = undefined; // its user's from now on
    worker.takenAt = performance.now();
    return worker;
  }

  #make(): PooledWorker {
    const worker = new PooledWorker(this.#begin());
    if (this.#tree !== undefined) worker.post(this.#tree);
    return worker;
  }

  /** Takes back a worker whose program left it clean. */
  giveBack(worker: PooledWorker): void {
    worker.onMessage = undefined;
    worker.onCrash = undefined;
    const tooLong = performance.now() - worker.takenAt > longestUse;
    if (tooLong || this.#idle.length >= maximumIdle) return worker.terminate();
    if (this.#tree !== undefined) worker.post(this.#tree);
    this.#keep(worker);
  }

  /** Keeps a worker for later. One whose script could not be loaded, say, would hold the command that got it. */
  #keep(worker: PooledWorker): void {
    this.#idle.push(worker);
    worker.onCrash = () => {
      this.#idle.splice(this.#idle.indexOf(worker), 1);
      worker.terminate();
    };
  }

  /** Begins workers while nothing runs: doing it beside a command can cost that command 200 ms on two cores. */
  refillWhenIdle(): void {
    clearTimeout(this.#refill);
    this.#refill = setTimeout(() => this.fill(), 50);
  }

  /** A command runs: not now. */
  hold(): void {
    clearTimeout(this.#refill);
  }

  fill(): void {
    while (this.#idle.length < readyWorkers) {
      const worker = this.#make();
      if (this.#program !== undefined) worker.post(this.#program);
      this.#keep(worker);
    }
  }
}
