// A world for tests: the tree of this machine, its programs as real processes, pipes in memory.
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Code } from '../../../wasi/vfs/error.ts';
import { sentences, SystemError } from '../../../wasi/vfs/error.ts';
import type { FileType, OpenFile, Stat } from '../../../wasi/vfs/filesystem.ts';
import type { MaybePromise } from '../../../wasi/vfs/maybe-promise.ts';
import type { Path } from '../../../wasi/vfs/path.ts';
import { formatPath } from '../../../wasi/vfs/path.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';
import { SharedStream } from '../execute/shared.ts';
import { ProcessTable } from '../../process/process-table.ts';
import { ProgramEntry } from '../../process/program-entry.ts';
import type {
  Condition,
  Descriptor,
  Exit,
  Process,
  Signal,
  RedirectionMode,
  SpawnOptions,
  World,
} from '../../process/world.ts';

const programsDirectory = '/usr/bin';

/** Node's error as ours. */
function systemError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(sentences, code)
    ? new SystemError(code as Code, '', { cause: error })
    : error;
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw systemError(error);
  }
}

function stat(path: Path): Stat {
  const found = attempt(() => lstatSync(formatPath(path), { bigint: true }));
  const type: FileType = found.isDirectory()
    ? 'directory'
    : found.isSymbolicLink()
      ? 'symlink'
      : found.isCharacterDevice()
        ? 'character-device'
        : 'file';
  return {
    type,
    device: found.dev,
    inode: found.ino,
    links: Number(found.nlink),
    size: Number(found.size),
    accessed: found.atimeNs,
    modified: found.mtimeNs,
    changed: found.ctimeNs,
  };
}

function closed(): never {
  throw new SystemError('EBADF');
}

function unused(): never {
  throw new SystemError('ENOSYS');
}

/** The part of a file system that a shell uses. */
function machineFileSystem(): World['fs'] {
  return {
    readOnly: false,
    readOnlyAt: () => false,
    stat,
    open(path) {
      const bytes = attempt(() => readFileSync(formatPath(path)));
      const file: Pick<OpenFile, 'kind' | 'read' | 'close'> = {
        kind: 'file',
        read: (position, max) => new Uint8Array(bytes.subarray(position, position + max)),
        close: () => undefined,
      };
      return file as OpenFile;
    },
    list(path) {
      const entries = attempt(() => readdirSync(formatPath(path), { withFileTypes: true }));
      const all = entries.map((entry) => ({
        name: entry.name,
        type: stat([...path, entry.name]).type,
        inode: 1n,
      }));
      let given = false;
      return {
        next() {
          const next = given ? [] : all;
          given = true;
          return next;
        },
      };
    },
    createDirectory: unused,
    removeDirectory: unused,
    unlink: unused,
    rename: unused,
    setTimes: unused,
    link: unused,
    symlink: unused,
    readlink: (path) => attempt(() => readlinkSync(formatPath(path))),
  };
}

/** Bytes in memory, with room for so many before the writer waits. */
const pipeCapacity = 1 << 16;

/** A pipe between two commands. */
class Pipe {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  get size(): number {
    return this.#size;
  }

  #writerOpen = true;
  readerOpen = true;
  #changed: (() => void)[] = [];
  /** Called when the reader goes, so that a program that writes hears of it. */
  onReaderClosed: () => void = () => undefined;

  #change(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }

  #next(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const give = (): void => reject(new SystemError('EINTR'));
      if (signal?.aborted === true) return give();
      signal?.addEventListener('abort', give, { once: true });
      this.#changed.push(resolve);
    });
  }

  async readable(signal: AbortSignal): Promise<number> {
    while (this.#chunks.length === 0 && this.#writerOpen) await this.#next(signal);
    return this.#size;
  }

  async read(max: number, signal?: AbortSignal): Promise<Uint8Array> {
    while (this.#chunks.length === 0 && this.#writerOpen) await this.#next(signal);
    const [chunk = new Uint8Array()] = this.#chunks.splice(0, 1);
    if (chunk.length > max) this.#chunks.unshift(chunk.subarray(max));
    const bytes = chunk.slice(0, max);
    this.#size -= bytes.length;
    this.#change();
    return bytes;
  }

  write(bytes: Uint8Array): number | Promise<number> {
    if (!this.readerOpen) throw new SystemError('EPIPE');
    if (this.#size >= pipeCapacity) return this.#next().then(() => this.write(bytes));
    this.#chunks.push(bytes.slice());
    this.#size += bytes.length;
    this.#change();
    return bytes.length;
  }

  closeWriter(): void {
    this.#writerOpen = false;
    this.#change();
  }

  closeReader(): void {
    this.readerOpen = false;
    this.onReaderClosed();
    this.#change();
  }
}

class PipeEnd implements Descriptor {
  readonly kind: 'pipe-reader' | 'pipe-writer';
  readonly pipe: Pipe;

  constructor(kind: 'pipe-reader' | 'pipe-writer', pipe: Pipe) {
    this.kind = kind;
    this.pipe = pipe;
  }
}

/** A stream of the shell's, lent to one program. */
class Lent implements Descriptor {
  readonly kind = 'lent';
  readonly stream: Stream;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  /** The number of the file behind it, where nothing was read ahead: then the program shares its offset. */
  get file(): number | undefined {
    const { stream } = this;
    return stream instanceof SharedStream && !stream.hasUnread
      ? fileNumbers.get(stream.source)
      : undefined;
  }
}

/** The files behind the streams of `stream`. */
const fileNumbers = new WeakMap<Stream, number>();

class FileDescriptor implements Descriptor {
  readonly kind = 'file';
  readonly path: string;
  readonly flags: string;

  constructor(path: Path, mode: RedirectionMode) {
    this.path = formatPath(path);
    this.flags = { read: 'r', write: 'w', append: 'a', 'read-write': 'r+' }[mode];
  }

  /** Node has no flag for "read and write, create, do not truncate". */
  open(): number {
    return attempt(() => {
      if (this.flags === 'r+') closeSync(openSync(this.path, 'a'));
      return openSync(this.path, this.flags);
    });
  }
}

/** Standard output or error of the whole shell: what is written there is kept. */
export class Sink implements Descriptor {
  readonly kind = 'shared-file';
  readonly chunks: Uint8Array[] = [];

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** Standard input of the whole shell: empty. */
export const emptyInput: Descriptor = { kind: 'null' };

/** The world, and whether every descriptor was given to exactly one place. */
export class MachineWorld implements World {
  readonly fs = machineFileSystem();
  readonly programs: ReadonlySet<string> = new Set(readdirSync(programsDirectory));
  readonly processes = new ProcessTable();
  /** Descriptors that nobody took yet: empty after every command, or something leaks. */
  readonly untaken = new Set<Descriptor>();
  /** How often a program was begun. */
  spawned = 0;
  readonly #children = new WeakMap<Process, ChildProcess>();

  pipe(): { reader: Descriptor; writer: Descriptor } {
    const pipe = new Pipe();
    const ends = {
      reader: new PipeEnd('pipe-reader', pipe),
      writer: new PipeEnd('pipe-writer', pipe),
    };
    this.untaken.add(ends.reader).add(ends.writer);
    return ends;
  }

  open(path: Path, mode: RedirectionMode): Descriptor {
    const descriptor = new FileDescriptor(path, mode);
    // As the session, which is the one that appends.
    if (mode === 'append') closeSync(descriptor.open());
    this.untaken.add(descriptor);
    return descriptor;
  }

  /** @throws RangeError a descriptor that was given away before */
  #take(descriptor: Descriptor): void {
    if (descriptor instanceof Sink || descriptor.kind === 'null' || descriptor instanceof Lent)
      return;
    if (!this.untaken.delete(descriptor))
      throw new RangeError(`${descriptor.kind} was taken twice`);
  }

  stream(descriptor: Descriptor): Stream {
    this.#take(descriptor);
    const stream = {
      kind: 'stream',
      type: 'pipe',
      readable: () => 0,
      read: closed,
      write: closed,
    } as const;
    if (descriptor instanceof Sink) {
      const write = (bytes: Uint8Array): number => {
        descriptor.chunks.push(bytes.slice());
        return bytes.length;
      };
      return { ...stream, write, close: () => undefined };
    }
    if (descriptor instanceof PipeEnd) {
      const { pipe, kind } = descriptor;
      return kind === 'pipe-reader'
        ? {
            ...stream,
            read: (max, signal) => pipe.read(max, signal),
            readable: (signal) => pipe.readable(signal),
            close: () => pipe.closeReader(),
          }
        : { ...stream, write: (bytes) => pipe.write(bytes), close: () => pipe.closeWriter() };
    }
    if (!(descriptor instanceof FileDescriptor)) {
      return { ...stream, read: () => new Uint8Array(), close: () => undefined };
    }
    const number = descriptor.open();
    const file: Stream = {
      ...stream,
      read: (max) => {
        const bytes = new Uint8Array(max);
        return bytes.slice(
          0,
          attempt(() => readSync(number, bytes)),
        );
      },
      write: (bytes) => attempt(() => writeSync(number, bytes)),
      close: () => closeSync(number),
    };
    fileNumbers.set(file, number);
    return file;
  }

  lend(stream: Stream): Descriptor {
    return new Lent(stream);
  }

  close(descriptor: Descriptor): void {
    this.#take(descriptor);
    if (descriptor instanceof PipeEnd) {
      if (descriptor.kind === 'pipe-reader') descriptor.pipe.closeReader();
      else descriptor.pipe.closeWriter();
    }
  }

  spawn(program: string, options: SpawnOptions): MaybePromise<Process> {
    const { args, env, cwd, descriptors, pid } = options;
    refuseRealTargets([program, ...args.slice(1)]);
    this.spawned += 1;
    for (const descriptor of new Set(descriptors.values())) this.#take(descriptor);
    const files = new Map<Descriptor, number>();
    for (const descriptor of descriptors.values()) {
      if (!(descriptor instanceof FileDescriptor) || files.has(descriptor)) continue;
      try {
        files.set(descriptor, descriptor.open());
      } catch (error) {
        for (const number of files.values()) closeSync(number);
        endPipes(descriptors.values());
        if (!(error instanceof SystemError)) throw error;
        const exit: Exit = { status: 1, failure: { descriptor, error } };
        return { exited: Promise.resolve(exit) };
      }
    }
    // A shell between makes what node cannot: closed descriptors, and two numbers for one pipe.
    const [zero, one, two] = [descriptors.get(0), descriptors.get(1), descriptors.get(2)];
    let script = 'exec -a "$0" "$PROGRAM" "$@"';
    // Node's pipes are sockets, on which a write does not end in SIGPIPE when the reader goes.
    if (one instanceof PipeEnd || (one instanceof Lent && one.file === undefined))
      script += ' > >(exec cat 2>/dev/null)';
    if (two !== undefined && one === two) script += ' 2>&1';
    for (const number of [0, 1, 2]) if (!descriptors.has(number)) script += ` ${number}>&-`;
    // Node's pipes are sockets, which /dev/fd cannot open: a process between makes pipes of them.
    const others = [...descriptors].flatMap(([number, descriptor]) =>
      typeof number === 'number' && number > 9 && descriptor instanceof Lent
        ? [{ number, descriptor }]
        : [],
    );
    const pipes = others.map(({ descriptor }, index) => {
      const raw = index + 3;
      return isWriter(descriptor)
        ? `exec ${raw + 20}> >(exec cat >&${raw} 2>/dev/null) ${raw}>&-;`
        : `exec ${raw + 20}< <(exec cat <&${raw} 2>/dev/null) ${raw}<&-;`;
    });
    // bash makes its pipes at 63 and below itself, and closes these: ours move there last.
    const moved = others.map(({ number }, index) => `${number}<&${index + 23}-`).join(' ');
    if (others.length > 0) script = `${pipes.join(' ')} exec ${moved}; ${script}`;
    const stdio = (descriptor: Descriptor | undefined): 'pipe' | 'ignore' | number => {
      if (descriptor === undefined || descriptor.kind === 'null') return 'ignore';
      return (
        files.get(descriptor) ??
        (descriptor instanceof Lent ? descriptor.file : undefined) ??
        'pipe'
      );
    };
    const child = spawn(
      '/usr/bin/env',
      [
        '--default-signal=PIPE',
        '/bin/bash',
        '-c',
        `PROGRAM=${programsDirectory}/${program}; ${script}`,
        ...args,
      ],
      {
        cwd: formatPath(cwd),
        env: Object.fromEntries(env),
        stdio: [
          stdio(zero),
          stdio(one),
          one === two ? 'ignore' : stdio(two),
          ...others.map(() => 'pipe' as const),
        ],
      },
    );
    for (const number of files.values()) closeSync(number);
    connectInput(zero, child, child.stdin);
    const outputs = [connectOutput(one, child.stdout)];
    if (one !== two) outputs.push(connectOutput(two, child.stderr));
    for (const [index, { descriptor }] of others.entries()) {
      const raw = child.stdio[index + 3];
      if (isWriter(descriptor)) outputs.push(connectOutput(descriptor, raw as Readable));
      else connectInput(descriptor, child, raw as Writable);
    }
    const process = { exited: exitOf(child, zero, outputs) };
    this.#children.set(process, child);
    this.processes.run(pid, new ProgramEntry(this, process, options), process.exited);
    return process;
  }

  inspect(): Condition {
    return { state: 'sleeping', memory: undefined };
  }

  signal(processes: Iterable<Process>, signal: Signal): void {
    for (const process of processes) this.#children.get(process)?.kill(`SIG${signal}`);
    this.resume(processes); // one that is stopped would not hear it
  }

  pause(processes: Iterable<Process>): Promise<void> {
    for (const process of processes) this.#children.get(process)?.kill('SIGSTOP');
    return Promise.resolve();
  }

  resume(processes: Iterable<Process>): void {
    for (const process of processes) this.#children.get(process)?.kill('SIGCONT');
  }
}

/**
 * The numbers of this shell's processes are other processes on this machine: 1, its `$$`, is the system's first one.
 * @throws RangeError a program would signal one of them
 */
function refuseRealTargets(words: readonly string[]): void {
  const command = words.join(' ');
  if (/\b(?:kill|pkill|killall)\b.*\s\d+(?!\S)/.test(command))
    throw new RangeError(`would signal a process of the machine: ${command}`);
}

function endPipes(descriptors: Iterable<Descriptor>): void {
  for (const descriptor of new Set(descriptors)) {
    if (!(descriptor instanceof PipeEnd)) continue;
    if (descriptor.kind === 'pipe-reader') descriptor.pipe.closeReader();
    else descriptor.pipe.closeWriter();
  }
}

/** Whether a stream that is lent is the end of a pipe that is written. */
function isWriter({ stream }: Lent): boolean {
  return stream instanceof SharedStream && stream.source.read === closed;
}

function connectInput(
  descriptor: Descriptor | undefined,
  child: ChildProcess,
  input: Writable | null,
): void {
  if (input === null) return;
  const source = sourceOf(descriptor);
  if (source === undefined) return;
  let ended = false;
  const stopped = new AbortController();
  child.on('exit', () => {
    ended = true;
    stopped.abort();
  });
  input.on('error', () => {
    if (descriptor instanceof PipeEnd) descriptor.pipe.closeReader();
  });
  void (async () => {
    for (;;) {
      const bytes = await readUnless(stopped.signal, source);
      // What a program that ended did not take is the next one's.
      if (ended && source instanceof SharedStream) source.unread(bytes);
      if (bytes.length === 0 || input.destroyed || ended) break;
      if (!input.write(bytes)) {
        await new Promise((resolve) => {
          input.once('drain', resolve).once('close', resolve);
        });
      }
    }
    input.end();
  })();
}

/** What `source` gives next; nothing where `signal` comes first. */
async function readUnless(signal: AbortSignal, source: Pick<Stream, 'read'>): Promise<Uint8Array> {
  try {
    return await source.read(pipeCapacity, signal);
  } catch (error) {
    if (signal.aborted) return new Uint8Array();
    throw error;
  }
}

/** Where a program's input comes from, if it has to be pumped. */
function sourceOf(descriptor: Descriptor | undefined): Pick<Stream, 'read'> | undefined {
  if (descriptor instanceof PipeEnd) return { read: (max) => descriptor.pipe.read(max) };
  return descriptor instanceof Lent ? descriptor.stream : undefined;
}

/** Resolves when all output has arrived. */
async function connectOutput(
  descriptor: Descriptor | undefined,
  output: Readable | null,
): Promise<void> {
  if (output === null) return;
  if (descriptor instanceof Sink)
    output.on('data', (bytes: Buffer) => descriptor.chunks.push(bytes));
  if (descriptor instanceof Lent) {
    try {
      for await (const bytes of output) {
        for (let rest = bytes as Uint8Array; rest.length > 0;)
          rest = rest.subarray(await descriptor.stream.write(rest));
      }
    } catch {
      output.destroy();
    }
  }
  if (!(descriptor instanceof PipeEnd)) return;
  const { pipe } = descriptor;
  pipe.onReaderClosed = () => output.destroy();
  if (!pipe.readerOpen) output.destroy();
  try {
    for await (const bytes of output) await pipe.write(bytes as Buffer);
  } catch {
    // The reader is gone: destroying the output gives the program its SIGPIPE.
    output.destroy();
  }
  pipe.closeWriter();
}

/** The signals that an `Exit` tells of. */
const known = ['HUP', 'INT', 'KILL', 'PIPE', 'QUIT', 'TERM'] as const;

function exitOf(
  child: ChildProcess,
  input: Descriptor | undefined,
  outputs: readonly Promise<void>[],
): Promise<Exit> {
  child.on('exit', () => {
    if (input instanceof PipeEnd) input.pipe.closeReader();
  });
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      const status = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
      const name = known.find((one) => signal === `SIG${one}`);
      const exit: Exit = name === undefined ? { status } : { status, signal: name };
      void Promise.all(outputs).then(() => resolve(exit));
    });
  });
}
