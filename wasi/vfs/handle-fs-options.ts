// How a file system over a directory handle is made: for a session or one program, and with what serves it ahead.
import type { Ahead, Look } from './ahead.ts';
import type { Scratch } from './file-writer.ts';
import type { RenameProgress } from './handle-rename.ts';
import type { ReaderOf } from './stored-file.ts';
import type { List, Retold, Walk } from './walk.ts';
import type { WriterRegistry } from './writers.ts';

/** What a file system over a directory handle can be told. */
export interface HandleFileSystemOptions {
  /**
   * Tells it from others: mounts of the same folder have the same. It gives the device number. Without it, it is like
   * no other.
   */
  readonly device?: string;
  /** Where several processes write the same folder; without it, one for this file system alone. */
  readonly writers?: WriterRegistry;
  /** Whether writing is refused, with EROFS. */
  readonly readOnly?: boolean;
  /**
   * It serves one program, and what that does not change stays: a file that it met just now is still no directory, which
   * saves a call for each. A session, whose programs change everything behind its back, never says so.
   */
  readonly brief?: boolean;
  /**
   * Of the private storage (OPFS): a `ScratchDirectory`. Large files are written there by sync access handles, which is
   * faster, and moved to their place when they are whole.
   */
  readonly scratch?: Scratch;
  /** Of a file system that serves one program: what that is about to ask for is asked for ahead. */
  readonly ahead?: (look: Look) => Ahead;
  /** What reads a snapshot of a file: `ReadAhead` if it is not given; `readerOf` reads large ones faster. */
  readonly readerOf?: ReaderOf;
  /** Of such a file system, too: the directories that it is about to list are listed ahead. */
  readonly walk?: (list: List, retold: Retold) => Walk;
  /** Is told that the browser refused for lack of permission. */
  readonly onDenied?: () => void;
  /** Is told sentences that a person should read, such as what a rename left behind. */
  readonly explain?: (sentence: string) => void;
  /** Is told how far the rename of a directory is. */
  readonly progress?: RenameProgress;
  /** Its abort makes a long rename turn back. */
  readonly signal?: AbortSignal;
}
