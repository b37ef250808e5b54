// The worker's side of a run: calls to the caller's objects, and their answers.
import { SystemError } from '../vfs/error.ts';
import { revived, type AnswerMessage, type FileSystemState, type FromWorker } from './protocol.ts';

/** What a call gave. */
interface Answer {
  readonly value: unknown;
  readonly state?: FileSystemState;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/** Whoever called runInWorker. */
export class Caller {
  readonly #port: MessagePort;
  /** Aborted when the program is to stop. */
  readonly #stop: AbortSignal;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor(port: MessagePort, stop: AbortSignal) {
    this.#port = port;
    this.#stop = stop;
  }

  /**
   * Calls a method of an object of the caller's. Arrays of bytes are given away.
   * @param signal withdraws the call
   * @throws what the method throws; EINTR withdrawn
   */
  call(
    object: number,
    method: string,
    args: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<Answer> {
    const call = this.#next++;
    const buffers = args.filter((value) => value instanceof Uint8Array).map(({ buffer }) => buffer);
    return new Promise((resolve, reject) => {
      const withdraw = (): void => {
        if (this.#waiting.delete(call)) reject(new SystemError('EINTR'));
        this.#post({ withdraw: call });
      };
      const settled = (): void => signal?.removeEventListener('abort', withdraw);
      this.#waiting.set(call, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.#post({ call, object, method, args }, buffers as ArrayBuffer[]);
      signal?.addEventListener('abort', withdraw, { once: true });
      if (signal?.aborted) withdraw();
    });
  }

  answered(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.answer);
    this.#waiting.delete(message.answer);
    if ('failure' in message) waiting?.reject(revived(message.failure));
    else waiting?.resolve(message);
  }

  /** Waits for `done`, but not for a caller that takes nothing any more when the program is to stop. */
  async unlessStopped(done: Promise<unknown>): Promise<void> {
    const stopped = new Promise<void>((resolve) => {
      if (this.#stop.aborted) resolve();
      else this.#stop.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([done, stopped]);
  }

  #post(message: FromWorker, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}
