// How large the files are that the jobs work on.

export interface Sizes {
  /** Small files in `tree/`, in 100 folders. */
  readonly files: number;
  /** Small files in `small/`, which are copied, moved and removed. */
  readonly copied: number;
  /** Bytes of `big.txt`. */
  readonly big: number;
  /** Bytes of `text.txt`, which is sorted, and of `a`, `b` and `c`. */
  readonly text: number;
  /** Bytes of `huge`, which takes no place on the disk. */
  readonly huge: number;
  /** Lines of `seq`. */
  readonly lines: number;
  /** Bytes through a pipe, and of `piped`, which takes no place on the disk. */
  readonly piped: number;
}

const mebibyte = 1024 * 1024;

export const fullSizes: Sizes = {
  files: 10_000,
  copied: 1000,
  big: 256 * mebibyte,
  text: 64 * mebibyte,
  huge: 2048 * mebibyte,
  lines: 10_000_000,
  piped: 1024 * mebibyte,
};

/** A tenth or so: for a look between two changes. */
export const quickSizes: Sizes = {
  files: 2000,
  copied: 200,
  big: 64 * mebibyte,
  text: 8 * mebibyte,
  huge: 2048 * mebibyte,
  lines: 1_000_000,
  piped: 256 * mebibyte,
};
