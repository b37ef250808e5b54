// A listing that keeps what it has read: it is read before somebody asks for it, and can be told a second time.
import type { Entry, Listing } from './filesystem.ts';
import type { MaybePromise } from './maybe-promise.ts';

/** The most entries that are kept; a longer listing is told once, as it comes. */
const maximumKept = 2048;

export class KeptListing {
  /** When the browser was asked for it, in milliseconds since the program began. */
  readonly asked = performance.now();
  /** How often it was told. */
  told = 0;
  /** How many entries there are so far. */
  size = 0;
  readonly #source: Listing;
  readonly #batches: (readonly Entry[] | undefined)[] = [];
  #reading: Promise<void> | undefined;
  #complete = false;
  /** What it failed with. */
  #failure: { readonly error: unknown } | undefined;

  constructor(source: Listing) {
    this.#source = source;
  }

  /** It could not be read to its end. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** All of it is here. */
  get whole(): boolean {
    return this.#complete && this.size <= maximumKept;
  }

  /** What of it is here. */
  get entries(): readonly Entry[] {
    return this.#batches.flatMap((entries) => entries ?? []);
  }

  /** Its first entries are under way, or undefined where they are here. Never fails. */
  get arriving(): Promise<void> | undefined {
    return this.size > 0 ? undefined : this.#reading;
  }

  /** Reads all that may be kept. Never fails: whoever asks for it is told. */
  async begin(): Promise<void> {
    while (!this.#complete && !this.failed && this.size <= maximumKept) await this.#read();
  }

  /** Tells it from the start. @param known is called before something is told, where all of it is here */
  tell(known: () => void): Listing {
    this.told++;
    let at = 0;
    const next = (): MaybePromise<readonly Entry[]> => {
      if (this.whole) known();
      const entries = this.#batches[at];
      if (entries === undefined && this.#failure !== undefined) throw this.#failure.error;
      if (entries === undefined && !this.#complete) return this.#read().then(next);
      if (this.size > maximumKept) this.#batches[at] = undefined;
      at++;
      return entries ?? [];
    };
    return { next };
  }

  /** Reads the next entries, once for all who ask. */
  #read(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    try {
      const entries = await this.#source.next();
      this.size += entries.length;
      if (entries.length === 0) this.#complete = true;
      else this.#batches.push(entries);
    } catch (error) {
      this.#failure = { error };
    }
  }
}
