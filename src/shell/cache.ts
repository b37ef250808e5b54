// What was parsed before, by its text. It forgets all when it is full, as scripts come back to the same few texts.

const capacity = 2000;

export class Cache<T> {
  readonly #entries = new Map<string, T>();

  get(text: string): T | undefined {
    return this.#entries.get(text);
  }

  set(text: string, value: T): void {
    if (this.#entries.size >= capacity) this.#entries.clear();
    this.#entries.set(text, value);
  }
}
