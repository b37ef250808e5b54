// The page's end of the session: bytes of the tty, and a few messages.
import type { Screen } from './screen.ts';
import type { FromSession, ToSession } from '../session/protocol.ts';

export interface SessionEvents {
  denied(handle: FileSystemDirectoryHandle, name: string): void;
  ended(status: number): void;
  /** The session's worker failed: a defect, or its script could not be loaded. */
  failed(reason: string): void;
}

/** One session, from its worker's beginning to its end. */
export class SessionBridge {
  readonly #worker: Worker;
  readonly #screen: Screen;
  readonly #events: SessionEvents;
  /** Whether leaving the page would lose something. */
  busy = false;
  /** How many prompts were shown, and the status that the last one followed. */
  prompts = 0;
  status = 0;

  constructor(worker: Worker, screen: Screen, events: SessionEvents) {
    this.#worker = worker;
    this.#screen = screen;
    this.#events = events;
    worker.onmessage = ({ data }: MessageEvent<FromSession>) => this.#receive(data);
    worker.onerror = ({ message }) => {
      this.busy = false;
      worker.terminate();
      events.failed(message || 'its script could not be loaded');
    };
  }

  send(message: ToSession, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromSession): void {
    switch (message.type) {
      case 'output': {
        const { bytes } = message;
        this.#screen.write(bytes, () => this.send({ type: 'drawn', bytes: bytes.length }));
        return;
      }
      case 'denied':
        return this.#events.denied(message.handle, message.name);
      case 'busy':
        this.busy = message.busy;
        return;
      case 'prompt':
        this.prompts++;
        this.status = message.status;
        return;
      case 'ended':
        this.busy = false;
        this.#worker.terminate();
        this.#events.ended(message.status);
    }
  }
}
