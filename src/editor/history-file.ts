// History in a file of the tree: a line per entry, `\n` and `\\` written out.
import type { FileSystem, OpenFile } from '../../wasi/vfs/filesystem.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { SystemError, isSystemError } from '../../wasi/vfs/error.ts';
import type { HistoryStore } from './history.ts';

const blockSize = 65_536;
/** How often an append is tried while another tab has the file. */
const attempts = 6;

/** Keeps history in a file, `/home/.dirsh_history` unless told otherwise. */
export class HistoryFile implements HistoryStore {
  readonly #fs: FileSystem;
  readonly #path: Path;
  readonly #limit: number;
  /** Appends wait for each other, so that the order stays and the file has one writer. */
  #tail: Promise<void> = Promise.resolve();

  constructor(fs: FileSystem, path: Path = ['home', '.dirsh_history'], limit = 10_000) {
    this.#fs = fs;
    this.#path = path;
    this.#limit = limit;
  }

  /**
   * The entries, the oldest first. A file that has grown to twice the limit is cut to it.
   * @throws SystemError
   */
  async load(): Promise<string[]> {
    const text = await this.#read();
    const lines = text.split('\n').filter((line) => line !== '');
    const kept = lines.slice(-this.#limit);
    if (lines.length > 2 * this.#limit) await this.#write(kept.join('\n') + '\n', true);
    return kept.map(unescape);
  }

  /** Returns when the entry is in the file. @throws SystemError */
  append(line: string): Promise<void> {
    const written = this.#tail.then(() => this.#append(escape(line) + '\n'));
    this.#tail = written.catch(() => {});
    return written;
  }

  /** Another tab may be writing its own line just now: its turn is short. */
  async #append(text: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#write(text, false);
      } catch (error) {
        if (!isSystemError(error, 'EBUSY') || attempt === attempts) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
      }
    }
  }

  async #read(): Promise<string> {
    let file: OpenFile;
    try {
      file = await this.#open({ read: true, write: false });
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

  async #write(text: string, truncate: boolean): Promise<void> {
    const file = await this.#open({ read: false, write: true, create: true, truncate });
    try {
      await file.write('end', new TextEncoder().encode(text));
    } finally {
      await file.close();
    }
  }

  async #open(options: Parameters<FileSystem['open']>[1]): Promise<OpenFile> {
    const file = await this.#fs.open(this.#path, options);
    if (file.kind === 'file') return file;
    await file.close();
    throw new SystemError('EINVAL', 'history is not a regular file');
  }
}

function escape(line: string): string {
  return line.replace(/[\\\n]/g, (char) => (char === '\n' ? '\\n' : '\\\\'));
}

function unescape(line: string): string {
  return line.replace(/\\([\\n])/g, (_, char: string) => (char === 'n' ? '\n' : '\\'));
}
