// Keeps history in a file of the tree, which several tabs may append to.
import type { FileSystem, OpenFile } from '../../../wasi/vfs/filesystem.ts';
import { formatPath, type Path } from '../../../wasi/vfs/path.ts';
import { SystemError, isSystemError } from '../../../wasi/vfs/error.ts';
import type { HistoryStore } from './history.ts';
import { historyEntries, historyText } from './history-text.ts';

const blockSize = 65_536;
/** How often a change is tried while another tab has the file. */
const attempts = 6;

export interface HistoryFileOptions {
  /** Where it is now; undefined where nothing is to be kept. */
  readonly path: () => Path | undefined;
  /** How many entries it keeps. */
  readonly limit: () => number;
}

export class HistoryFile implements HistoryStore {
  readonly #fs: FileSystem;
  readonly #options: HistoryFileOptions;
  /** The path that was loaded last. */
  #loaded: string | undefined;
  /** Changes wait for each other, so that the order stays and the file has one writer. */
  #tail: Promise<void> = Promise.resolve();

  constructor(fs: FileSystem, options: HistoryFileOptions) {
    this.#fs = fs;
    this.#options = options;
  }

  /**
   * The entries, the oldest first. A file that has grown to twice the limit is cut to it.
   * @throws SystemError
   */
  async load(): Promise<string[]> {
    const path = this.#options.path();
    this.#loaded = nameOf(path);
    if (path === undefined) return [];
    const limit = this.#options.limit();
    const entries = historyEntries(await this.#read(path));
    const kept = limit === 0 ? [] : entries.slice(-limit);
    if (entries.length > 2 * limit) await this.#write(path, historyText(kept), true);
    return kept;
  }

  hasMoved(): boolean {
    return nameOf(this.#options.path()) !== this.#loaded;
  }

  get settled(): Promise<void> {
    return this.#tail;
  }

  /** Returns when the entry is in the file. @throws SystemError */
  append(line: string): Promise<void> {
    return this.#change((path) => this.#write(path, historyText([line]), false));
  }

  replace(lines: readonly string[]): Promise<void> {
    return this.#change((path) => this.#write(path, historyText(lines), true));
  }

  remove(lines: readonly string[]): Promise<void> {
    return this.#change(async (path) => {
      const entries = historyEntries(await this.#read(path));
      const kept = [...entries];
      for (const line of lines) {
        const place = kept.lastIndexOf(line);
        if (place >= 0) kept.splice(place, 1);
      }
      if (kept.length < entries.length) await this.#write(path, historyText(kept), true);
    });
  }

  /** Another tab may be writing its own line just now: its turn is short. */
  #change(action: (path: Path) => Promise<void>): Promise<void> {
    const path = this.#options.path();
    if (path === undefined) return Promise.resolve();
    const changed = this.#tail.then(async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await action(path);
        } catch (error) {
          if (!isSystemError(error, 'EBUSY') || attempt === attempts) throw error;
          await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
        }
      }
    });
    this.#tail = changed.catch(() => {});
    return changed;
  }

  async #read(path: Path): Promise<string> {
    let file: OpenFile;
    try {
      file = await this.#open(path, { read: true, write: false });
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return '';
      throw error;
    }
    try {
      const decoder = new TextDecoder();
      let text = '';
      for (let position = 0; ;) {
        const bytes = await file.read(position, blockSize);
        if (bytes.length === 0) return text + decoder.decode();
        position += bytes.length;
        text += decoder.decode(bytes, { stream: true });
      }
    } finally {
      await file.close();
    }
  }

  async #write(path: Path, text: string, truncate: boolean): Promise<void> {
    const file = await this.#open(path, { read: false, write: true, create: true, truncate });
    try {
      await file.write('end', new TextEncoder().encode(text));
    } finally {
      await file.close();
    }
  }

  async #open(path: Path, options: Parameters<FileSystem['open']>[1]): Promise<OpenFile> {
    const file = await this.#fs.open(path, options);
    if (file.kind === 'file') return file;
    await file.close();
    throw new SystemError('EINVAL', 'history is not a regular file');
  }
}

function nameOf(path: Path | undefined): string | undefined {
  return path === undefined ? undefined : formatPath(path);
}
