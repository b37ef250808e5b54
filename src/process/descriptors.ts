// What descriptors of commands refer to, on the session's side: the terminal, pipes, files.
import type { SharedFile } from './shared-file.ts';
import type { Descriptor } from './world.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** A pipe that the session made; each end goes to one command. */
export class Pipe {
  readonly id: number;
  readonly reader: PipeEnd;
  readonly writer: PipeEnd;

  constructor(id: number) {
    const { port1, port2 } = new MessageChannel();
    this.id = id;
    this.reader = new PipeEnd('pipe-reader', this, port1);
    this.writer = new PipeEnd('pipe-writer', this, port2);
  }

  other(end: PipeEnd): PipeEnd {
    return end === this.reader ? this.writer : this.reader;
  }
}

/** One end of a pipe, and whoever has it. */
export class PipeEnd implements Descriptor {
  readonly kind: 'pipe-reader' | 'pipe-writer';
  readonly pipe: Pipe;
  readonly port: MessagePort;
  /** Tells whoever has this end that the other one ended without closing. */
  peerGone: (() => void) | undefined;

  constructor(kind: 'pipe-reader' | 'pipe-writer', pipe: Pipe, port: MessagePort) {
    this.kind = kind;
    this.pipe = pipe;
    this.port = port;
  }
}

/** A file that whoever runs opens for itself. */
export interface FileDescriptor extends Descriptor {
  readonly kind: 'file';
  readonly path: Path;
  readonly mode: 'read' | 'write' | 'read-write';
}

/** A file that the session has open, and several may append to: one user's way to it, to be closed. */
export interface SharedFileDescriptor extends Descriptor {
  readonly kind: 'shared-file';
  readonly path: Path;
  readonly file: SharedFile;
  readonly stream: Stream;
}

/** A stream that the shell has open, lent to one program. */
export interface LentDescriptor extends Descriptor {
  readonly kind: 'lent';
  readonly stream: Stream;
}

export interface TerminalDescriptor extends Descriptor {
  readonly kind: 'terminal' | 'null';
}

/** What a program's parent has open, whose worker serves it at `port`. */
export interface InheritedDescriptor extends Descriptor {
  readonly kind: 'inherited';
  readonly type: 'terminal' | 'pipe';
  readonly port: MessagePort;
}

/** Every kind of descriptor that a `World` of ours gives. */
export type OwnDescriptor =
  | PipeEnd
  | FileDescriptor
  | SharedFileDescriptor
  | LentDescriptor
  | InheritedDescriptor
  | TerminalDescriptor;
