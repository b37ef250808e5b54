// What stands before the terminal for one job: in the foreground it reads, in the background whoever reads stops it, SIGTTIN.
import { StopGate } from './stop-gate.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

export class TerminalGate {
  readonly #refused: () => void;
  readonly #gate = new StopGate();
  #waiting = 0;

  /** @param refused is called when somebody would read while it is closed */
  constructor(refused: () => void) {
    this.#refused = refused;
  }

  get isOpen(): boolean {
    return this.#gate.passage === undefined;
  }

  /** The background. Who reads already is refused when the job goes on there. */
  close(): void {
    this.#gate.close();
  }

  /** The foreground. */
  open(): void {
    this.#gate.open();
  }

  /** The job goes on in the background: those who wait are refused anew. */
  refuse(): void {
    if (this.#waiting > 0) this.#refused();
  }

  /** Waits until the job may read. @throws SystemError EINTR `signal` was aborted */
  async enter(signal?: AbortSignal): Promise<void> {
    while (!this.isOpen) {
      const { passage } = this.#gate;
      this.#waiting += 1;
      this.#refused();
      try {
        await (signal === undefined ? passage : untilAborted(passage, signal));
      } finally {
        this.#waiting -= 1;
      }
    }
  }

  /** `stream`, the terminal, as the job has it: in the background, too, it is written. */
  guard(stream: Stream): Stream {
    return this.#gate.guardReads(stream, (signal) => this.enter(signal));
  }
}
