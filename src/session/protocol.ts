// The messages between the page and its session: types only.
import type { EngineName } from '../../wasi/index.ts';

/** From the page to the session. */
export type ToSession =
  | {
      readonly type: 'start';
      readonly engine: EngineName;
      /** The address of `programs/`. */
      readonly programs: string;
      readonly columns: number;
      readonly rows: number;
      /** IANA name, for TZ. */
      readonly timeZone: string;
      /** Whether folders can be opened in this browser. */
      readonly folders: boolean;
      /** Whether the person's start-up file is read; `?norc` in the address leaves it out. */
      readonly readsStartUp: boolean;
      /** Sentences for the person, before the first prompt. */
      readonly notices: readonly string[];
    }
  /** What was typed, in UTF-8. */
  | { readonly type: 'input'; readonly bytes: Uint8Array }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  /** A folder was opened or dropped: mount it and enter it. */
  | {
      readonly type: 'mount';
      readonly handle: FileSystemDirectoryHandle;
      readonly readOnly: boolean;
    }
  /** What the person answered when asked for a mounted folder. */
  | {
      readonly type: 'permission';
      readonly handle: FileSystemDirectoryHandle;
      readonly access: 'read-write' | 'read-only' | 'none';
    }
  /** A sentence for the person: what the browser refused. */
  | { readonly type: 'notice'; readonly text: string }
  /** So many bytes of output were drawn. */
  | { readonly type: 'drawn'; readonly bytes: number };

/** From the session to the page. */
export type FromSession =
  | { readonly type: 'output'; readonly bytes: Uint8Array }
  /** The permission for a mounted folder is missing: the page offers to grant it again. */
  | { readonly type: 'denied'; readonly handle: FileSystemDirectoryHandle; readonly name: string }
  /** Whether leaving the page would lose something: a program that runs, a line that is typed. */
  | { readonly type: 'busy'; readonly busy: boolean }
  /** A prompt is shown, behind all output before it. */
  | { readonly type: 'prompt'; readonly status: number }
  /** The shell ended. */
  | { readonly type: 'ended'; readonly status: number };
