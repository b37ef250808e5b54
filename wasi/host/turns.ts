// Turns of the event loop: a worker hears messages only when it turns, and resolved promises do not turn it.

/** How long a program may go on without a turn, in milliseconds. */
export const maximumQuiet = 10;

/** Counts time since the event loop last turned, and turns it. */
export class Turns {
  #last = performance.now();
  /** One for all turns: the browser frees channels late. */
  #channel: MessageChannel | undefined;
  /** How often the loop was turned for a program that would not wait by itself. */
  count = 0;

  /** The loop has turned just now: a program begins. */
  begin(): void {
    this.#last = performance.now();
  }

  /** Whether a message could have been waiting for too long. */
  due(): boolean {
    return performance.now() - this.#last > maximumQuiet;
  }

  /** Resolves in a task of its own, behind the messages that are waiting. */
  turn(): Promise<void> {
    this.count++;
    return new Promise((resolve) => {
      const { port1, port2 } = (this.#channel ??= new MessageChannel());
      port1.onmessage = () => {
        this.#last = performance.now();
        resolve();
      };
      port2.postMessage(undefined);
    });
  }

  /** The program has ended. An open channel keeps Node from ending. */
  end(): void {
    this.#channel?.port1.close();
  }
}
