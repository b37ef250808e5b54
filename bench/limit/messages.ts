// What the worker of the limit is asked, and answers. Types only.
import type { EngineName } from '../../wasi/engine/engine.ts';

/** A program of a pipeline on bytes in memory. */
export interface Stage {
  readonly args: readonly string[];
  /** What it reads: nothing, what the stage before it wrote, or so many bytes of lines. */
  readonly input?: 'previous' | number;
  /** Its reader goes away when it has written so many bytes. */
  readonly most?: number;
}

/** A job in hand-written JavaScript. Paths are below the folder, names joined by slashes. */
export type LimitJob =
  /** Reads all names below `path`; with `sizes`, size and time of each file as well. */
  | { readonly kind: 'walk'; readonly path: string; readonly sizes: boolean }
  /** Reads every file below `path`. */
  | { readonly kind: 'read-all'; readonly path: string }
  /** Reads files from their beginning to their end, one behind the other. */
  | { readonly kind: 'read'; readonly paths: readonly string[] }
  /** Reads the first or the last bytes of a file. */
  | { readonly kind: 'read-end'; readonly path: string; readonly which: 'first' | 'last' }
  /** Writes the content of files, one behind the other, to a new one. */
  | { readonly kind: 'copy'; readonly from: readonly string[]; readonly to: string }
  | { readonly kind: 'copy-tree'; readonly from: string; readonly to: string }
  /** Removes all below `path` and itself, one entry after another. */
  | { readonly kind: 'remove-tree'; readonly path: string }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  | { readonly kind: 'move-tree'; readonly from: string; readonly to: string }
  /** Reads a file as `read` does, and runs a program on its bytes in memory. */
  | { readonly kind: 'compute'; readonly path: string; readonly args: readonly string[] }
  /** Runs the programs of a pipeline one after another, on bytes in memory. */
  | { readonly kind: 'pipeline'; readonly stages: readonly Stage[] };

export interface LimitRequest {
  readonly job: LimitJob;
  readonly folder: FileSystemDirectoryHandle;
  /** The address of coreutils for the engine. */
  readonly program: string;
  readonly engine: EngineName;
}

/** Milliseconds that the job takes at the least; or why it failed. */
export type LimitAnswer = { readonly time: number } | { readonly failure: string };
