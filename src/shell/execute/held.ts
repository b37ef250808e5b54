// What a background job has inherited: it stays open until the job ends, whoever else closes it.
import type { Descriptor } from '../../process/world.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { Capture } from './capture.ts';
import { RedirectionError } from './descriptor-table.ts';
import { Shared } from './shared.ts';

export class Held {
  readonly #shared: readonly Shared[];
  readonly #letGo: readonly (() => void)[];

  constructor(descriptors: Iterable<Descriptor>) {
    const all = [...new Set(descriptors)];
    this.#shared = all
      .filter((descriptor) => descriptor instanceof Shared)
      .filter(({ stream }) => stream.use());
    this.#letGo = all
      .filter((descriptor) => descriptor instanceof Capture)
      .map((capture) => capture.hold());
  }

  /** The job has ended. @returns 0 @throws RedirectionError what it wrote could not be stored */
  *release(): Steps<number> {
    for (const letGo of this.#letGo) letGo();
    let failure: RedirectionError | undefined;
    for (const { stream, label } of this.#shared) {
      try {
        yield* wait(stream.close());
      } catch (error) {
        if (!isSystemError(error)) throw error;
        if (error.code !== 'EPIPE') failure ??= RedirectionError.of(label, error);
      }
    }
    if (failure !== undefined) throw failure;
    return 0;
  }
}
