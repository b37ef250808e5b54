// For tests: runs a command in a tree of its own, and the system's program in a directory with the same files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sessionCommands } from './all.ts';
import type { Session } from './session.ts';
import { SessionProcess } from '../process/session-process.ts';
import { TerminalGate } from '../process/terminal-gate.ts';
import { Tty } from '../tty/tty.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** Files by path; a directory ends in a slash. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a run printed, and its status. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export const environment = {
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  HOME: '/home',
  PATH: '/usr/bin:/bin',
  TERM: 'xterm-256color',
};

/** When all of the files were changed, in seconds. */
const time = 1_700_000_000;

/** A tree in memory with `files`. */
export async function treeOf(files: Files): Promise<MountTable> {
  const fs = new MemoryFileSystem();
  const tree = new MountTable([{ point: [], prefix: [], fs }]);
  for (const [name, content] of Object.entries(files)) {
    const path = name.split('/').filter((part) => part !== '');
    const directories = name.endsWith('/') ? path : path.slice(0, -1);
    for (let depth = 1; depth <= directories.length; depth += 1) {
      try {
        await tree.createDirectory(path.slice(0, depth));
      } catch {
        // It is there.
      }
    }
    if (name.endsWith('/')) continue;
    const file = await tree.open(path, { read: false, write: true, create: true });
    if (file.kind !== 'file') throw new Error(`${name} is no file`);
    await file.write(0, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    await file.close();
    await tree.setTimes(path, { modified: BigInt(time) * 1_000_000_000n });
  }
  return tree;
}

/** What a stream of a test was given. */
export class Collected implements Stream {
  readonly kind = 'stream';
  readonly type = 'pipe';
  readonly #chunks: Uint8Array[] = [];

  get bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  read(): never {
    throw new Error('nobody reads it');
  }

  write(bytes: Uint8Array): number {
    this.#chunks.push(bytes.slice());
    return bytes.length;
  }

  readable(): number {
    return 0;
  }

  close(): void {}
}

/** A stream that gives `bytes`, a few at a time. */
export function inputOf(bytes: Uint8Array, piece = 1000): Stream {
  let at = 0;
  return {
    kind: 'stream',
    type: 'pipe',
    read: (max) => {
      const part = bytes.slice(at, at + Math.min(max, piece));
      at += part.length;
      return part;
    },
    write: () => 0,
    readable: () => 1,
    close: () => {},
  };
}

/** A terminal that shows nothing. */
export function silentTty(): Tty {
  return new Tty({ write: () => {}, onSignal: () => {}, columns: 80, rows: 24 });
}

/** A session with nothing but a tree and a terminal. */
export function sessionOf(tree: MountTable, tty: Tty): Session {
  const root = { source: 'memory', point: [], type: 'root', readOnly: false } as const;
  return {
    tree,
    tty,
    world: () => {
      throw new Error('there are no programs here');
    },
    mounts: () => [root],
    storage: async () => undefined,
    unmount: async () => 'none',
  };
}

/** Runs one of our commands on a tree. */
export async function ours(
  args: readonly string[],
  tree: MountTable,
  input: string | Uint8Array = '',
): Promise<Result> {
  return await runOurs(args, sessionOf(tree, silentTty()), input);
}

/** Runs one of our commands in a session. @param pid its number */
export async function runOurs(
  args: readonly string[],
  session: Session,
  input: string | Uint8Array = '',
  pid = 2,
): Promise<Result> {
  const commands = sessionCommands(session);
  const [out, err] = [new Collected(), new Collected()];
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const streams = [inputOf(bytes), out, err];
  const descriptors = new Map(streams.map((stream, fd) => [fd, { kind: 'lent', stream } as const]));
  const process = new SessionProcess({
    cwd: [],
    descriptors,
    open: (descriptor) => {
      if (descriptor.kind !== 'lent') throw new Error('a stream was lent');
      return descriptor.stream;
    },
    run: (open, signal, heed) => {
      const env = new Map(Object.entries(environment));
      const call = { args, env, cwd: [], pid, terminal: new TerminalGate(() => {}) };
      return commands.run(args[0] ?? '', { ...call, streams: open, signal, heed });
    },
    say: (sentence) => void err.write(new TextEncoder().encode(sentence)),
  });
  const { status } = await process.exited;
  const text = (collected: Collected): string => Buffer.from(collected.bytes).toString('latin1');
  return { stdout: text(out), stderr: text(err), status };
}

/** Runs the system's program of that name in a directory with `files`. */
export function theirs(
  [program = '', ...args]: readonly string[],
  files: Files,
  input: string | Uint8Array = '',
): Result {
  const cwd = mkdtempSync(join(tmpdir(), 'dirsh-commands-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(cwd, name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (name.endsWith('/')) continue;
      writeFileSync(path, content);
      utimesSync(path, time, time);
    }
    const { stdout, stderr, status } = spawnSync(program, args, {
      cwd,
      input,
      env: environment,
      encoding: 'latin1',
      maxBuffer: 1 << 28,
    });
    return { stdout, stderr, status };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Messages with apostrophes, as in the C locale, where they were in typographic ones. */
export function plainQuotes(latin1: string): string {
  return latin1.replaceAll(/\u00e2\u0080[\u0098\u0099]/g, "'");
}
