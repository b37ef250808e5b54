// The interface that every file system implements, and that `conformance.ts` holds each of them to.
import type { MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';
import type { Stream } from './stream.ts';

/** What an entry is. preview1 has no number for a pipe: programs see it as "unknown". */
export type FileType = 'directory' | 'file' | 'symlink' | 'character-device' | 'pipe';

/** What is known of an entry (`struct stat`). */
export interface Stat {
  /** What it is. */
  readonly type: FileType;
  /** Which file system it is on: two entries are the same exactly when device and inode are equal. */
  readonly device: bigint;
  /** Never 0, and stable for a visit. */
  readonly inode: bigint;
  /** How many names it has; 1 where nobody counts them. */
  readonly links: number;
  /** In bytes, a whole number up to 2^53 - 1. */
  readonly size: number;
  /** When it was last read, in nanoseconds since 1970; 0 where it is not known. */
  readonly accessed: bigint;
  /** When its content was last changed, in nanoseconds since 1970; 0 where it is not known. */
  readonly modified: bigint;
  /** When anything of it was last changed, in nanoseconds since 1970; 0 where it is not known. */
  readonly changed: bigint;
}

/** An entry of a listing. `inode` is the same number that `stat` gives. */
export interface Entry {
  /** Without a slash, and neither `.` nor `..`. */
  readonly name: string;
  /** What it is. */
  readonly type: FileType;
  /** Never 0. */
  readonly inode: bigint;
}

/** A listing under way. It never holds `.` and `..`. */
export interface Listing {
  /** The next entries, as many as come at once; empty at the end. */
  next(): MaybePromise<readonly Entry[]>;
}

/** How a file is opened (`open(2)`). */
export interface OpenOptions {
  /** It will be read. */
  readonly read: boolean;
  /** It will be written. */
  readonly write: boolean;
  /** Make it, if it is not there (O_CREAT). */
  readonly create?: boolean;
  /** Fail with EEXIST, if it is there (O_EXCL); with `create`. */
  readonly exclusive?: boolean;
  /** Empty it (O_TRUNC). */
  readonly truncate?: boolean;
}

/** Times to set. What is not given is left as it is. */
export interface Times {
  /** Nanoseconds since 1970. */
  readonly accessed?: bigint | 'now';
  /** Nanoseconds since 1970. */
  readonly modified?: bigint | 'now';
}

/**
 * A regular file that is open: its dirty state and, at most, its one writer. All descriptors of a process
 * that open the same file share one, so that what one wrote another reads before any close.
 * Each `open` adds a user, each `close` takes one away.
 */
export interface OpenFile {
  /** Tells it from a stream. */
  readonly kind: 'file';

  /** Whether this process made the file, has stored nothing in it, and has it open no more than once. */
  readonly fresh?: boolean;

  /** Like the entry's, with the size of what was written but not yet stored. */
  stat(): MaybePromise<Stat>;

  /**
   * At most `max` bytes from `position`; empty at the end of the file, and never empty before it.
   * The result is a view that the caller only reads, and before its next call.
   * @throws EIO, ENOENT, EACCES
   */
  read(position: number, max: number): MaybePromise<Uint8Array>;

  /**
   * Writes all of `bytes` at `position`, or at the end as it is at that moment (O_APPEND).
   * `bytes` is valid only during the call. A position beyond the end fills with zeros.
   * @returns the position after the last byte
   * @throws EFBIG, ENOSPC, EACCES, EROFS, EBUSY, EIO
   */
  write(position: number | 'end', bytes: Uint8Array): MaybePromise<number>;

  /** Cuts or extends with zeros. @throws EFBIG, ENOSPC, EACCES, EROFS, EBUSY, EIO */
  truncate(size: number): MaybePromise<void>;

  /** Returns when what was written is in the file. */
  sync(): MaybePromise<void>;

  /** @throws ENOTSUP a file system that cannot, or not to that time */
  setTimes(times: Times): MaybePromise<void>;

  /**
   * Stores what was changed through this open, also where others have the file open.
   * @param abandon do not: a program was stopped amid rewriting an existing file (semantics: killed programs)
   * @throws ENOSPC, EACCES, EBUSY, EIO: the file is as it was before
   */
  close(abandon?: boolean): MaybePromise<void>;
}

/**
 * A tree of files. Paths are relative to its root, split, and free of `..`. Results are plain values where
 * nothing must wait. Every method can throw EACCES (the person took the permission back), EIO, and, for a
 * name that is not allowed, EINVAL.
 */
export interface FileSystem {
  /** Whether writing is refused, with EROFS. It can change while it is mounted. */
  readonly readOnly: boolean;

  /**
   * Whether it holds symbolic links, or may: paths are then walked a component at a time. Without it there are none.
   */
  readonly links?: boolean;

  /** The entry itself: a symbolic link is not followed. @throws ENOENT, ENOTDIR */
  stat(path: Path): MaybePromise<Stat>;

  /**
   * Says that the program has heard from others, or has waited: what was asked before may have changed, and is asked anew.
   */
  expire?(): void;

  /** The inode number of a directory that is there, where it is known without asking. */
  inode?(path: Path): bigint | undefined;

  /**
   * @throws ENOENT, ENOTDIR, EISDIR a directory, EEXIST `exclusive`, EROFS, EBUSY another process writes it,
   *   ELOOP a symbolic link (or something that the browser hides)
   */
  open(path: Path, options: OpenOptions): MaybePromise<OpenFile | Stream>;

  /** @throws ENOENT, ENOTDIR */
  list(path: Path): MaybePromise<Listing>;

  /** @throws EEXIST, ENOENT, ENOTDIR, EROFS */
  createDirectory(path: Path): MaybePromise<void>;

  /** @throws ENOENT, ENOTDIR, ENOTEMPTY, EBUSY a root, EROFS */
  removeDirectory(path: Path): MaybePromise<void>;

  /** @throws ENOENT, ENOTDIR, EISDIR, EBUSY another process writes it, EROFS */
  unlink(path: Path): MaybePromise<void>;

  /**
   * Replaces what is at `to`, if that may be replaced.
   * @throws ENOENT, ENOTDIR, EISDIR, ENOTEMPTY, EINVAL a directory into itself, EBUSY, EROFS, EXDEV
   */
  rename(from: Path, to: Path): MaybePromise<void>;

  /** @throws ENOTSUP a file system that cannot, ENOENT */
  setTimes(path: Path, times: Times): MaybePromise<void>;

  /** @throws ENOTSUP a file system without links, ENOENT, EEXIST, EPERM a directory */
  link(from: Path, to: Path): MaybePromise<void>;

  /** @throws ENOTSUP a file system without links, EEXIST, ENOENT */
  symlink(target: string, path: Path): MaybePromise<void>;

  /** @throws EINVAL not a link, ENOENT */
  readlink(path: Path): MaybePromise<string>;
}

/** The tree that a program sees. */
export interface Tree extends FileSystem {
  /** Whether it holds symbolic links, so that paths must be walked a component at a time. */
  readonly links: boolean;

  /** Whether writing is refused at `path`; as everywhere, where it does not say. */
  readOnlyAt?(path: Path): boolean;
}
