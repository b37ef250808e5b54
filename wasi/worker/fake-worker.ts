// For tests in Node: a worker in the same thread, whose messages are cloned and transferred as a worker's are.
import type { StartMessage } from './protocol.ts';
import { serveRun } from './serve-run.ts';

/** What runInWorker needs of a worker. */
export class FakeWorker extends EventTarget {
  terminated = false;
  readonly #serve: (message: StartMessage) => void;

  /** @param serve what the worker does with its message */
  constructor(serve: (message: StartMessage) => void = (message) => void serveRun(message)) {
    super();
    this.#serve = serve;
  }

  postMessage(message: StartMessage, transfer: Transferable[]): void {
    const arrived = structuredClone(message, { transfer });
    queueMicrotask(() => this.#serve(arrived));
  }

  terminate(): void {
    this.terminated = true;
  }

  /** As the option `worker` wants it. */
  get made(): () => Worker {
    return () => this as unknown as Worker;
  }
}
