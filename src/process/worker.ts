// A process's worker: one program at a time, from the spawn to the exit.
/// <reference lib="webworker" />
import { Children, childImports } from './children.ts';
import { expectArguments } from './expected-files.ts';
import { preopenForeign } from './foreign-preopens.ts';
import { hasOpenBelow } from './open-below.ts';
import { PipeReader, PipeWriter } from './pipe.ts';
import { progressSentences } from './progress.ts';
import type {
  ChildEnd,
  CommandMessage,
  FromProcess,
  MountMessage,
  SpawnMessage,
  TargetMessage,
  ToProcess,
} from './protocol.ts';
import { ProgramFileSystem } from './program-fs.ts';
import { RecentAnswers } from './recent-answers.ts';
import { RemoteStream } from './remote.ts';
import { RemoteWriters } from './remote-writers.ts';
import { StopGate } from './stop-gate.ts';
import { Tracing } from './tracing.ts';
import { buildTree, keepCwd } from './tree.ts';
import { FileDescription } from '../../wasi/fd/file.ts';
import { preopenRoot } from '../../wasi/fd/preopens.ts';
import { rightsOfFile } from '../../wasi/fd/rights.ts';
import { StreamDescription } from '../../wasi/fd/stream.ts';
import { DescriptorTable, type Slot } from '../../wasi/fd/table.ts';
import type { Host } from '../../wasi/host/host.ts';
import { PreparedProgram } from '../../wasi/host/program.ts';
import { Trace } from '../../wasi/host/trace.ts';
import { ownDescriptors } from '../../wasi/own-descriptors.ts';
import * as rights from '../../wasi/preview1/rights.ts';
import { fileRights, streamRights } from '../../wasi/preview1/structs.ts';
import { Ahead } from '../../wasi/vfs/ahead.ts';
import { readerOf } from '../../wasi/vfs/streamed-file.ts';
import { DeviceFileSystem } from '../../wasi/vfs/device-fs.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { HeldStream } from '../../wasi/vfs/held-stream.ts';
import { LateCloses } from '../../wasi/vfs/late-closes.ts';
import { LateClosingTree } from '../../wasi/vfs/late-closing-tree.ts';
import { formatPath, type Path } from '../../wasi/vfs/path.ts';
import type { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import { Walk } from '../../wasi/vfs/walk.ts';

declare const self: DedicatedWorkerGlobalScope;

/** A worker that grew above this is not used again, in bytes. */
const maximumReused = 256 * 1024 * 1024;

/** The program that runs now. */
class RunningProcess {
  readonly #stop = new AbortController();
  readonly gate = new StopGate();
  readonly #othersHeard = Promise.withResolvers<void>();
  readonly #pipes = new Map<number, PipeReader | PipeWriter>();
  readonly #table = new DescriptorTable();
  readonly #late = new LateCloses();
  readonly #message: SpawnMessage;
  readonly #name: string;
  readonly writers = new RemoteWriters(post);
  readonly children = new Children((message, ports) => {
    this.#recent.stop(); // what it starts may change anything
    self.postMessage(message, ports);
  });
  readonly #recent = new RecentAnswers();
  #devices: readonly HandleFileSystem[] = [];
  #program: PreparedProgram | undefined;
  readonly tracing: Tracing | undefined;

  constructor(message: SpawnMessage) {
    this.#message = message;
    this.#name = message.args[0] ?? '';
    this.tracing =
      message.trace === undefined ? undefined : new Tracing(message.trace, this.#stop.signal);
  }

  /** Bytes of the program's memory. */
  get memory(): number | undefined {
    return this.#program?.memory;
  }

  stop(status: number): void {
    this.#stop.abort(status);
  }

  proceed(): void {
    this.#othersHeard.resolve();
  }

  peerGone(pipe: number): void {
    this.#pipes.get(pipe)?.peerGone();
  }

  /** Whether it has anything open at `path`, or below. */
  uses(path: Path): boolean {
    return hasOpenBelow(this.#table, path);
  }

  /** What it started may have changed anything. */
  childEnded(id: number, end: ChildEnd): void {
    for (const device of this.#devices) device.expire();
    this.children.ended(id, end);
  }

  async run(
    mounts: readonly MountMessage[],
    commands: readonly CommandMessage[],
    program: Promise<PreparedProgram>,
  ): Promise<void> {
    const { args, env, cwd, cwdHandle, terminal } = this.#message;
    const tty = terminal === undefined ? undefined : new RemoteStream(terminal, 'terminal');
    const { table, devices } = buildTree({
      mounts,
      commands,
      devices: new DeviceFileSystem(ownDescriptors(this.#table, tty)),
      handles: {
        writers: this.writers,
        explain: this.#say,
        signal: this.#stop.signal,
        progress: progressSentences(this.#showProgress),
        brief: true,
        ahead: (look) => new Ahead(look),
        readerOf,
        walk: (list, retold) => new Walk(list, retold),
      },
      fileSystem: (root, options) => new ProgramFileSystem(root, options, this.#recent),
      onDenied: (device) => post({ type: 'denied', device }),
    });
    if (cwdHandle !== undefined) keepCwd(table, cwd, cwdHandle);
    this.#devices = [...devices.values()];
    expectArguments(table, cwd, args.slice(1));
    const tree = new LateClosingTree(table, this.#late);
    if (!(await this.#openDescriptors(tree))) return;
    if (this.#message.own) preopenRoot(this.#table, tree);
    else await preopenForeign(this.#table, tree, cwd, args);
    try {
      this.#program = await program;
      const { status, signalled, trapped, memory } = await this.#program.run({
        args,
        env,
        table: this.#table,
        tree,
        late: this.#late,
        signal: this.#stop.signal,
        passage: () => this.gate.passage,
        othersHeard: this.#othersHeard.promise,
        lastUse: () => this.children.allEnded(),
        explain: this.#say,
        complain: this.#say,
      });
      const said = await this.#endTrace(status);
      await tty?.close();
      const reusable = !trapped && memory <= maximumReused;
      post({
        type: 'exited',
        status,
        signalled,
        reusable,
        ...(said === undefined ? {} : { said }),
      });
    } catch (error) {
      await this.#closeAll();
      post({ type: 'not-begun', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  /** A sentence for the person, on the program's own standard error. */
  readonly #say = (sentence: string): void => this.#tell(`${this.#name}: ${sentence}\n`);

  /** How far something long is: on the terminal alone, in one line that is redrawn in place and gone at the end. */
  readonly #showProgress = (sentence: string | undefined): void => {
    const { description } = this.#table.get(2);
    if (description.kind !== 'stream' || description.stream.type !== 'terminal') return;
    this.#tell(`\r\x1b[K${sentence === undefined ? '' : `${this.#name}: ${sentence}`}`);
  };

  /** Writes to its standard error, where somebody reads that. */
  #tell(text: string): void {
    this.#write(text).catch((error: unknown) => {
      if (!isSystemError(error)) throw error; // there is nobody to tell
    });
  }

  async #write(text: string): Promise<void> {
    const { description } = this.#table.get(2);
    const bytes = new TextEncoder().encode(text);
    if (description.kind === 'stream') await description.write(bytes);
    else if (description.kind === 'file') await description.write(bytes, true);
  }

  /** Opens what the descriptors refer to, in order; false where one cannot be, of which the session is told. */
  async #openDescriptors(tree: LateClosingTree): Promise<boolean> {
    for (const { fds, target } of this.#message.descriptors) {
      try {
        const slot = await this.#open(tree, target);
        // First of all, so that the trace has the description whatever becomes of the numbers.
        if (fds.includes('trace')) this.#beginTrace(slot);
        for (const fd of fds) if (fd !== 'trace') this.#table.set(fd, { ...slot });
      } catch (error) {
        if (!isSystemError(error)) throw error;
        await this.#closeAll();
        const { code, reason } = error;
        post({ type: 'not-opened', fd: fds[0] ?? 0, code, reason });
        return false;
      }
    }
    return true;
  }

  async #open(tree: LateClosingTree, target: TargetMessage): Promise<Slot> {
    if (target.kind === 'pipe-reader') {
      const reader = new PipeReader(target.port);
      this.#pipes.set(target.id, reader);
      return streamSlot(reader, rights.read);
    }
    if (target.kind === 'pipe-writer') {
      const writer = new PipeWriter(target.port);
      this.#pipes.set(target.id, writer);
      return streamSlot(new HeldStream(writer, this.#late, this.#stop.signal), rights.write);
    }
    if (target.kind === 'remote') {
      const stream = new RemoteStream(target.port, target.type);
      const held =
        stream.type === 'pipe' ? new HeldStream(stream, this.#late, this.#stop.signal) : stream;
      return streamSlot(held, rights.read | rights.write);
    }
    const [path, mode] =
      target.kind === 'file'
        ? [target.path, target.mode]
        : [['dev', 'null'], 'read-write' as const];
    const write = mode !== 'read';
    const opened = await tree.open(path, {
      read: mode !== 'write',
      write,
      create: write,
      truncate: mode === 'write',
    });
    const allowed = (mode === 'read' ? 0n : rights.write) | (mode === 'write' ? 0n : rights.read);
    if (opened.kind === 'stream') return streamSlot(opened, allowed);
    const own = rightsOfFile((fileRights & ~(rights.read | rights.write)) | allowed);
    const description = new FileDescription(opened, 0, true, formatPath(path));
    return { description, rights: own, inheriting: 0n };
  }

  #beginTrace({ description }: Slot): void {
    if (description.kind !== 'directory') this.tracing?.begin(description);
  }

  /** Ends the trace. @returns why it could not be stored */
  async #endTrace(status: number): Promise<string | undefined> {
    try {
      await this.tracing?.end(status);
      // Its close may be late, and it is the last one.
      await this.#late.settled();
      for (const [, error] of this.#late.takeFailures()) throw error;
      return undefined;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return `the trace could not be stored: ${error.message}`;
    }
  }

  async #closeAll(): Promise<void> {
    for (const [fd] of Array.from(this.#table.entries())) {
      try {
        await this.#table.close(fd);
      } catch (error) {
        if (!isSystemError(error)) throw error; // what is told already matters more
      }
    }
    try {
      await this.tracing?.close();
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
    await this.#late.settled();
  }
}

function streamSlot(stream: StreamDescription['stream'], allowed: bigint): Slot {
  // A terminal has no right to seek: that is how isatty knows it.
  const seek = stream.type === 'character-device' ? rights.seek | rights.tell : 0n;
  const own = (streamRights & ~(rights.read | rights.write)) | allowed | seek;
  return { description: new StreamDescription(stream), rights: own, inheriting: 0n };
}

function post(message: FromProcess): void {
  self.postMessage(message);
}

/** What the worker knows between programs. */
class ProcessWorker {
  #mounts: readonly MountMessage[] = [];
  #commands: readonly CommandMessage[] = [];
  #running: RunningProcess | undefined;
  /** An instance that stands ready, and the program's address. */
  #prepared: { readonly program: string; readonly instance: Promise<PreparedProgram> } | undefined;

  #prepare(message: Extract<ToProcess, { type: 'prepare' | 'spawn' }>): void {
    const { program } = message;
    const instance = this.#instantiate(message);
    instance.catch(() => {}); // told by the command that needs it
    this.#prepared = { program, instance };
  }

  async #spawn(message: SpawnMessage): Promise<void> {
    const running = new RunningProcess(message);
    this.#running = running;
    await running.run(this.#mounts, this.#commands, this.#instance(message, running.tracing));
    this.#running = undefined;
    // In a task of its own: the session has its answer, and draws its prompt meanwhile.
    setTimeout(() => {
      if (this.#prepared === undefined) this.#prepare(message);
    });
  }

  /** The instance that stands ready, or a new one. A traced one is made for its trace. */
  #instance(message: SpawnMessage, tracing: Tracing | undefined): Promise<PreparedProgram> {
    const { program } = message;
    if (tracing === undefined) {
      const prepared = this.#prepared;
      this.#prepared = undefined;
      if (prepared?.program === program) return prepared.instance;
    }
    const trace = tracing === undefined ? undefined : new Trace(tracing.take);
    const instance = this.#instantiate(message, trace);
    instance.catch(() => {}); // told when its descriptors are open
    return instance;
  }

  #instantiate(
    { module, engine, own }: Extract<ToProcess, { type: 'prepare' | 'spawn' }>,
    trace?: Trace,
  ): Promise<PreparedProgram> {
    const hostImports = own
      ? (current: () => Host) => childImports(current, () => this.#children())
      : undefined;
    return PreparedProgram.prepare(module, { engine, trace, hostImports });
  }

  #children(): Children {
    if (this.#running === undefined) throw new Error('a program starts another before it is begun');
    return this.#running.children;
  }

  receive(message: ToProcess): void {
    switch (message.type) {
      case 'tree':
        this.#mounts = message.mounts;
        this.#commands = message.commands;
        return;
      case 'spawn':
        // What nobody foresaw ends the worker, for the session to see.
        this.#spawn(message).catch((error: unknown) => self.reportError(error));
        return;
      case 'prepare':
        this.#prepare(message);
        return;
      case 'stop':
        if (this.#running === undefined) return; // it has just exited
        this.#running.stop(message.status);
        post({ type: 'stopping' });
        return;
      case 'pause':
        this.#running?.gate.close();
        post({ type: 'paused' });
        return;
      case 'continue':
        this.#running?.gate.open();
        return;
      case 'measure':
        post({ type: 'memory', bytes: this.#running?.memory });
        return;
      case 'proceed':
        this.#running?.proceed();
        return;
      case 'peer-gone':
        this.#running?.peerGone(message.pipe);
        return;
      case 'child-ended':
        this.#running?.childEnded(message.id, message.end);
        return;
      case 'uses':
        post({ type: 'uses', uses: this.#running?.uses(message.path) ?? false });
        return;
      case 'answer':
        this.#running?.writers.answered(message.id, message.busy);
        return;
      case 'writers':
        this.#running?.writers.told(message.keys);
        return;
      case 'writer':
        this.#running?.writers.changed(message.key, message.written);
    }
  }
}

const worker = new ProcessWorker();
self.onmessage = ({ data }: MessageEvent<ToProcess>) => worker.receive(data);
post({ type: 'ready' });
