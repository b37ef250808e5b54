// A file of a handle tree that is open: what is stored of it, what was written and is not stored yet, its one writer.
// More than 400 lines, as all of it works on this one state; what does not is in the files that it imports.
import { Basis } from './basis.ts';
import { copyBlob } from './conflict.ts';
import { isSystemError, SystemError } from './error.ts';
import type { OpenFile, Stat, Times } from './filesystem.ts';
import { FileWriter } from './file-writer.ts';
import { andThen, isPromise, type MaybePromise } from './maybe-promise.ts';
import { MemoryFile } from './memory-file.ts';
import type { OpenFileContext, Snapshot, Use } from './open-file-context.ts';
import { joinPieces } from './pieces.ts';
import { Registration } from './registration.ts';
import { Sequence } from './sequence.ts';
import { StoredFile } from './stored-file.ts';
import { WriteBuffer } from './write-buffer.ts';

/** The largest file that stays readable after it was unlinked while it is open, in bytes. */
export const maximumUnlinked = 64 * 1024 * 1024;
/** The most zeros that one read of a hole gives, in bytes. */
const hole = 65_536;

/**
 * One open file of a process. While it is dirty it answers stats and most reads from what it knows; the browser's writer
 * is opened at the first flush, never at open. What it does takes place one after another, whoever asks.
 */
export class HandleFile {
  #context: OpenFileContext;
  #stored: StoredFile;
  #writer: FileWriter;
  readonly #buffer = new WriteBuffer();
  readonly #steps = new Sequence();
  /** How many opens have not been closed. */
  #users = 0;
  readonly #registration: Registration;
  /** Made by us for writing, and nothing is stored in it: what is written to it is no rewrite. */
  #fresh: Basis | undefined;
  /** What is stored was cut to nothing: an abandoned rewrite leaves it as it was. */
  #rewrites = false;
  /** A user that changed it was stopped: a reader that closes it later does not store that. */
  #abandoned = false;
  /** Something was changed that is not stored. */
  #dirty = false;
  /** The size in bytes with all that was written, and when that was; known while dirty. */
  #size = 0;
  #modified = 0;
  /** What was stored before its changes; known while dirty, but where nobody could tell. */
  #basis: MaybePromise<Basis | undefined>;
  /** Whether that is still part of it: it is not after a cut to nothing. */
  #keep = false;
  /** All that was written since was written at the end, wherever that is. */
  #appends = false;
  /**
   * What was written could not be stored, and its writer was told. The file is as it was before; nothing can be added to
   * what was lost, so that every further write fails alike until the file is cut to nothing or closed.
   */
  #failure: SystemError | undefined;
  /** Why what its handle leads to now is another file: somebody else removed it, for one. */
  #gone: SystemError | undefined;
  /** What an unlinked file holds: all goes on in memory. */
  #unlinked: MemoryFile | undefined;

  /** @param registered whether the registry of writers has it for us already */
  constructor(context: OpenFileContext, registered: boolean) {
    this.#context = context;
    this.#registration = new Registration(context.writers, context.key, registered);
    this.#stored = new StoredFile(context);
    this.#writer = new FileWriter(context.handle, context.openScratch);
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  /** See `OpenFile.fresh`. */
  get fresh(): boolean {
    return this.#fresh !== undefined && this.#users === 1 && !this.#abandoned;
  }

  get registered(): boolean {
    return this.#registration.held;
  }

  /** Adds a user, from now on: a close under way will not be the last. @throws EBUSY another process writes it */
  async use({ write, truncate, created }: Use, snapshot?: Snapshot): Promise<void> {
    this.#users++;
    try {
      await this.#steps.run(async () => {
        if (write) await this.#claim();
        if (created && write) this.#fresh = Basis.made(truncate);
        if (snapshot !== undefined && !this.#dirty)
          this.#stored.adopt(snapshot.file, snapshot.reader);
        if (truncate && !created) this.#cut();
      });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** What every change needs, whatever it was opened for. @throws EROFS, ENOENT; EBUSY another process writes it */
  #claim(): MaybePromise<void> {
    if (this.#gone !== undefined) throw this.#gone;
    if (this.#context.readOnly()) throw new SystemError('EROFS');
    if (this.#registration.held) return;
    // Who wrote it before us may have been done only now: its size is asked for anew.
    this.#stored.expire();
    return this.#registration.acquire();
  }

  /** Asks whether the file is still there. @throws ENOENT, EACCES */
  check(): MaybePromise<void> {
    return this.#steps.run(() => (this.#dirty ? undefined : this.#stored.renew().then(() => {})));
  }

  stat(): MaybePromise<Stat> {
    return this.#steps.run(() => {
      if (this.#unlinked !== undefined) return this.#unlinked.stat();
      if (this.#dirty) return this.#context.statOf(this.#size, this.#modified);
      return andThen(this.#stored.current(), (file) =>
        this.#context.statOf(file.size, file.lastModified),
      );
    });
  }

  read(position: number, max: number): MaybePromise<Uint8Array> {
    return this.#steps.run(() => {
      if (this.#unlinked !== undefined) return this.#unlinked.read(position, max);
      return this.#dirty ? this.#readDirty(position, max) : this.#stored.read(position, max);
    });
  }

  /** All of the bytes, from as many places as they are in. */
  #readDirty(position: number, max: number): MaybePromise<Uint8Array> {
    const length = Math.min(max, this.#size - position);
    if (length <= 0) return new Uint8Array(0);
    return joinPieces(length, (offset, rest) => this.#piece(position + offset, rest));
  }

  /** From the buffer, which is newest, and from what is stored, where no writer has anything; else it is stored first. */
  #piece(position: number, max: number): MaybePromise<Uint8Array> {
    if (!this.#dirty) return this.#stored.read(position, max);
    const pending = this.#buffer.read(position, max);
    if (pending !== undefined) return pending;
    if (this.#writer.open) return this.#sync().then(() => this.#stored.read(position, max));
    const end =
      this.#buffer.empty || position >= this.#buffer.end ? this.#size : this.#buffer.start;
    const length = Math.min(max, end - position);
    const zeros = (): Uint8Array => new Uint8Array(Math.min(length, hole));
    if (!this.#keep) return zeros();
    return andThen(this.#stored.read(position, length), (bytes) =>
      bytes.length > 0 ? bytes : zeros(),
    );
  }

  write(position: number | 'end', bytes: Uint8Array): MaybePromise<number> {
    if (this.#steps.idle) return this.#steps.run(() => this.#write(position, bytes));
    const own = bytes.slice(); // they are only lent
    return this.#steps.run(() => this.#write(position, own));
  }

  #write(position: number | 'end', bytes: Uint8Array): MaybePromise<number> {
    if (this.#unlinked !== undefined) return this.#unlinked.write(position, bytes);
    if (this.#failure !== undefined) throw this.#failure;
    const begun = this.#begin();
    if (isPromise(begun)) {
      const own = bytes.slice();
      return begun.then(() => this.#write(position, own));
    }
    const start = position === 'end' ? this.#size : position;
    const end = start + bytes.length;
    if (end > Number.MAX_SAFE_INTEGER) throw new SystemError('EFBIG');
    if (bytes.length === 0) return start;
    if (position !== 'end') this.#appends = false;
    if (!this.#buffer.add(start, bytes)) {
      const own = bytes.slice();
      return this.#flush().then(() => this.#write(position, own));
    }
    this.#changed(Math.max(this.#size, end));
    return end;
  }

  /** Before a change; the first one of a clean file: from here on its size is ours to know. */
  #begin(): MaybePromise<void> {
    return andThen(this.#claim(), () => (this.#dirty ? undefined : this.#beginClean()));
  }

  #beginClean(): MaybePromise<void> {
    const begin = (basis: Basis): void => {
      this.#stand(basis);
      this.#appends = true;
      this.#changed(basis.size);
    };
    // A file that was made just now is empty. Later somebody else may have stored something in it.
    if (this.#fresh?.justNow) return begin(this.#fresh);
    return andThen(this.#stored.current(), (file) => {
      if (file.size > 0) this.#fresh = undefined;
      begin(Basis.of(file));
    });
  }

  /** Changes belong on top of `basis` from now on. */
  #stand(basis: Basis): void {
    this.#basis = basis;
    this.#keep = basis.size > 0;
  }

  #changed(size: number): void {
    this.#dirty = true;
    this.#size = size;
    this.#modified = Date.now();
  }

  /** Everything is gone; nothing is asked of the browser for that. */
  #cut(): void {
    this.#buffer.clear();
    this.#writer.abandon();
    this.#stored.forget();
    this.#failure = undefined;
    if (this.#fresh === undefined) this.#rewrites = true;
    this.#basis ??= this.#fresh ?? this.#look();
    this.#keep = false;
    this.#appends = false;
    this.#changed(0);
  }

  /** What is stored now. The program does not wait for it. */
  async #look(): Promise<Basis | undefined> {
    const file = await this.#stored.look();
    return file === undefined ? undefined : Basis.of(file);
  }

  /** Hands the buffer to the writer. The program goes on while the bytes travel. */
  async #flush(): Promise<void> {
    if (this.#buffer.empty) return;
    try {
      await this.#ready();
      const block = this.#buffer.take();
      if (block !== undefined) await this.#writer.write(block, this.#keep);
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /**
   * Before the browser's writer: it copies what is stored, and replaces the file by that with the changes in it.
   * @throws as `#meetChange`; EROFS, EBUSY
   */
  async #ready(): Promise<void> {
    if (this.#writer.open) return;
    await this.#claim();
    await this.#meetChange();
  }

  /**
   * Whatever somebody else stored since the first change is met here: the browser's writer has a copy of what was there
   * before, and its close does not compare. Appends for which there is no writer yet go behind it.
   * @throws EIO it was changed: what was to be stored is kept beside it; ENOENT
   */
  async #meetChange(): Promise<void> {
    const basis = await this.#basis;
    if (basis === undefined || (basis === this.#fresh && basis.justNow)) return;
    const file = await this.#stored.renew();
    if (basis.is(file)) return;
    if (!this.#appends || this.#writer.open)
      throw await this.#context.conflict((kept) => this.#writeTo(kept));
    this.#buffer.shift(file.size - basis.size);
    this.#size += file.size - basis.size;
    this.#stand(Basis.of(file));
  }

  /** Writes what was to be stored to another file. */
  async #writeTo(file: OpenFile): Promise<void> {
    if (this.#writer.open)
      return copyBlob(await this.#context.image(this.#writer, this.#size), file);
    if (this.#keep) await copyBlob(await this.#stored.renew(), file);
    if (!this.#buffer.empty) await file.write(this.#buffer.start, this.#buffer.bytes);
  }

  /** What was written is lost: the file is as it was. */
  #fail(error: unknown): SystemError {
    const failure = isSystemError(error) ? error : this.#context.failed(error);
    this.#discard();
    this.#failure = failure;
    return failure;
  }

  #discard(): void {
    this.#buffer.clear();
    this.#writer.abandon();
    this.#stored.forget();
    this.#clean();
  }

  /** What is stored is all of it. */
  #clean(): void {
    this.#dirty = false;
    this.#keep = false;
    this.#basis = undefined;
  }

  truncate(size: number): MaybePromise<void> {
    return this.#steps.run(() => {
      if (this.#unlinked !== undefined) return this.#unlinked.truncate(size);
      if (size > Number.MAX_SAFE_INTEGER) throw new SystemError('EFBIG');
      if (size === 0) return andThen(this.#claim(), () => this.#cut());
      if (this.#failure !== undefined) throw this.#failure;
      return andThen(this.#begin(), () => (size === this.#size ? undefined : this.#resize(size)));
    });
  }

  async #resize(size: number): Promise<void> {
    this.#appends = false;
    await this.#flush();
    try {
      await this.#ready();
      await this.#writer.truncate(size, this.#keep);
    } catch (error) {
      throw this.#fail(error);
    }
    this.#changed(size);
  }

  sync(): MaybePromise<void> {
    return this.#steps.run(() => this.#syncChanges());
  }

  #syncChanges(): MaybePromise<void> {
    if (this.#dirty || this.#failure !== undefined) return this.#sync();
  }

  /** Stores what was written. When it throws, the file on the disk is as it was. */
  async #sync(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const opened = this.#writer.open;
    await this.#flush();
    try {
      if (opened) await this.#meetChange();
      else await this.#ready();
      await this.#writer.close(this.#keep);
    } catch (error) {
      throw this.#fail(error);
    }
    this.#buffer.clear();
    this.#stored.forget();
    this.#clean();
    this.#fresh = undefined;
    this.#rewrites = false;
    this.#registration.stored();
  }

  setTimes(times: Times): MaybePromise<void> {
    return this.#steps.run(() => {
      if (this.#context.readOnly()) throw new SystemError('EROFS');
      if (typeof times.modified === 'bigint' || typeof times.accessed === 'bigint')
        throw new SystemError('ENOTSUP');
      if (this.#unlinked !== undefined) return this.#unlinked.setTimes(times);
      if (times.modified === undefined) return; // nobody can tell when a file was read
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#dirty) {
        this.#modified = Date.now();
        return;
      }
      return this.#storeAgain();
    });
  }

  /** The browser has no other way to a new time. */
  async #storeAgain(): Promise<void> {
    await this.#claim();
    try {
      await this.#writer.close(true);
    } catch (error) {
      this.#writer.abandon();
      throw this.#context.failed(error);
    }
    this.#stored.forget();
    this.#registration.stored();
  }

  /**
   * The entry is about to be removed or replaced: what it holds is taken into memory.
   * @returns what to call when it is gone: who has it open goes on in memory
   * @throws EBUSY it is too large for that
   */
  hold(): MaybePromise<() => void> {
    return this.#steps.run(async () => {
      if (this.#unlinked !== undefined) return () => {};
      // A writer that was given up has its lock until the browser has answered: removing the entry would be EBUSY.
      await this.#writer.abandoned();
      const { device, inode } = this.#context.statOf(0, 0);
      const unlinked = new MemoryFile(device, inode);
      if (this.#dirty && !this.#keep && !this.#writer.open) {
        if (this.#size > maximumUnlinked) throw new SystemError('EBUSY');
        unlinked.write(this.#buffer.start, this.#buffer.bytes);
        unlinked.truncate(this.#size);
      } else {
        if (this.#dirty) await this.#sync();
        unlinked.write(0, await this.#stored.whole(maximumUnlinked));
      }
      unlinked.links = 0;
      return () => this.#unlink(unlinked);
    });
  }

  #unlink(unlinked: MemoryFile): void {
    this.#unlinked = unlinked;
    this.#discard();
    this.#release();
  }

  /** The entry was renamed: it goes on under its new name. @throws EBUSY somebody else took that for writing */
  moved(context: OpenFileContext): MaybePromise<void> {
    return this.#steps.run(async () => {
      this.#context = context;
      this.#fresh = undefined; // a late close would be told by its old name
      this.#basis = (await this.#basis)?.renamed();
      this.#stored.forget();
      this.#stored = new StoredFile(context);
      this.#writer = new FileWriter(context.handle, context.openScratch);
      await this.#registration.moved(context.key);
    });
  }

  /** Its name leads to nothing or to another file now: nothing more is stored in that, or read from it. */
  disown(reason = new SystemError('ENOENT', 'somebody else removed the file')): void {
    this.#gone = reason;
    this.#stored.orphan();
    this.#release();
  }

  /**
   * Takes a user away. One that has changed the file stores it, whoever else has it open: afterwards nobody would hear
   * of a failure, and the others may be stopped.
   * @param abandon see `OpenFile.close`
   * @param changed whether this user has changed it
   */
  close(abandon = false, changed = false): MaybePromise<void> {
    return this.#steps.run(() => {
      if (--this.#users > 0) {
        if (changed && !abandon) return this.#syncChanges();
        this.#abandoned ||= changed;
        return;
      }
      const givenUp = abandon || (this.#abandoned && !changed);
      if (this.#dirty && !(givenUp && this.#rewrites))
        return this.#sync().finally(() => this.#leave());
      if (this.#dirty) this.#discard();
      return this.#leave();
    });
  }

  /**
   * When no writer that was given up has its lock any more, which others would be refused for. Somebody may have opened it
   * while the last one closed it: then it stays, with its registration.
   */
  #leave(): MaybePromise<void> {
    return andThen(this.#writer.abandoned(), () => {
      if (this.#users > 0) return;
      this.#stored.forget();
      this.#release();
    });
  }

  #release(): void {
    this.#context.forget();
    this.#registration.release();
  }
}
