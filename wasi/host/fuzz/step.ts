// For tests: a step of a plan. Descriptors are numbers, as a program has them, whether they are open or not.
import type { Setting } from './tree.ts';

/** How `open` opens. */
export interface How {
  readonly access: 'read' | 'write' | 'both';
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
  readonly directory: boolean;
  readonly append: boolean;
  readonly follow: boolean;
}

/** An entry, by a path from the directory that is open as `at`. */
export interface Place {
  readonly at: number;
  readonly path: string;
}

type Simple =
  | 'createDirectory'
  | 'readlink'
  | 'removeDirectory'
  | 'unlink'
  /** Opens, reads all, closes. */
  | 'content';

export type Whence = 'start' | 'current' | 'end';

/** What names entries. */
export type PathStep =
  | ({ readonly name: Simple } & Place)
  | ({ readonly name: 'stat'; readonly follow: boolean } & Place)
  | ({ readonly name: 'setTimes'; readonly follow: boolean; readonly times: Setting } & Place)
  | ({ readonly name: 'open'; readonly how: How } & Place)
  | ({ readonly name: 'rename' | 'link'; readonly from: Place } & Place)
  | ({ readonly name: 'symlink'; readonly target: string } & Place);

/** What works on a descriptor. */
export type DescriptorStep = { readonly fd: number } & (
  | { readonly name: 'close' | 'dup' | 'fdStat' | 'sync' | 'tell' }
  | { readonly name: 'renumber'; readonly to: number }
  | { readonly name: 'read'; readonly size: number }
  | { readonly name: 'pread'; readonly size: number; readonly offset: number }
  | { readonly name: 'write'; readonly text: string }
  | { readonly name: 'pwrite'; readonly text: string; readonly offset: number }
  | { readonly name: 'seek'; readonly whence: Whence; readonly offset: number }
  | { readonly name: 'setSize'; readonly size: number }
  | { readonly name: 'allocate'; readonly offset: number; readonly size: number }
  | { readonly name: 'setAppend'; readonly append: boolean }
  | { readonly name: 'fdSetTimes'; readonly times: Setting }
);

/** A listing with a small buffer, amid which something changes. */
export interface ListStep {
  readonly name: 'list';
  readonly fd: number;
  /** Of the buffer, in bytes. */
  readonly size: number;
  readonly change: PathStep;
}

export type Step = PathStep | DescriptorStep | ListStep;
