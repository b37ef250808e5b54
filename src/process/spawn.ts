// Begins programs in workers: the shell's world, over the pool, the mounts and the terminal.
import { descriptorMessages } from './descriptor-messages.ts';
import { Pipe, PipeEnd, type LentDescriptor, type OwnDescriptor } from './descriptors.ts';
import { PipeReader, PipeWriter } from './pipe.ts';
import type { Pool } from './pool.ts';
import { signalGroup, WorkerProcess } from './process.ts';
import type { Programs } from './programs.ts';
import { environmentOf, readEnvironment } from './environment.ts';
import { ProcessTable } from './process-table.ts';
import { ProgramEntry } from './program-entry.ts';
import { withOneWriter } from './one-writer.ts';
import { findProgram } from './program-path.ts';
import type { ChildMessage, SpawnMessage } from './protocol.ts';
import { RemoteStream, serveStream } from './remote.ts';
import { refusalToRemove } from './removal-guard.ts';
import {
  SessionProcess,
  type SessionCall,
  type SessionCommands,
  type SessionProcessContext,
  type ShellCommands,
  type Signalled,
} from './session-process.ts';
import type { SessionWriters } from './session-writers.ts';
import { sequential, unclosed } from './session-streams.ts';
import { familiesOf, ours, Running } from './running.ts';
import { SharedFile } from './shared-file.ts';
import { UnfinishedFiles } from './unfinished-files.ts';
import { UserPrograms } from './user-programs.ts';
import type {
  Condition,
  Descriptor,
  DescriptorKey,
  Executable,
  Process,
  RedirectionMode,
  Signal,
  SpawnOptions,
  World,
} from './world.ts';
import type { EngineName } from '../../wasi/index.ts';
import type { Instrument } from '../../wasi/source.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { HandleFileSystem } from '../../wasi/vfs/handle-fs.ts';
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { MountTable } from '../../wasi/vfs/mounts.ts';
import { formatPath, resolveLexically, startsWith, type Path } from '../../wasi/vfs/path.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import { untilAborted } from '../../wasi/vfs/until-aborted.ts';

export interface SpawnContext {
  readonly tree: MountTable;
  /** The session's file systems of handles, by device. */
  readonly devices: () => ReadonlyMap<string, HandleFileSystem>;
  readonly pool: Pool;
  readonly programs: () => Programs;
  readonly commands: SessionCommands;
  readonly engine: EngineName;
  /** Adds Asyncify's code to the user's programs, where the browser has no JSPI. */
  readonly instrument: Instrument;
  readonly terminal: Stream;
  /** The shell, and scripts, where a program starts one. */
  readonly shell: ShellCommands;
  readonly writers: SessionWriters;
  readonly denied: (device: string) => void;
  /** Says a sentence to the person, on the terminal. */
  readonly say: (sentence: string) => void;
}

/** The world of one session's shell. */
export class WorkerWorld implements World {
  readonly #context: SpawnContext;
  readonly #userPrograms: UserPrograms;
  readonly #unfinished: UnfinishedFiles;
  readonly processes = new ProcessTable();
  readonly #shared = new Map<string, Promise<SharedFile | undefined>>();
  readonly #processes = new Running();
  #pipes = 0;
  #running = 0;

  constructor(context: SpawnContext) {
    this.#context = context;
    const { tree: fs, engine, instrument, devices, say } = context;
    this.#userPrograms = new UserPrograms({ fs, engine, instrument });
    this.#unfinished = new UnfinishedFiles(devices, say);
  }

  get fs(): MountTable {
    return this.#context.tree;
  }

  get programs(): ReadonlySet<string> {
    return this.#context.programs().names;
  }

  pipe(): { readonly reader: PipeEnd; readonly writer: PipeEnd } {
    return new Pipe(this.#pipes++);
  }

  open(path: Path, mode: RedirectionMode): MaybePromise<OwnDescriptor> {
    if (mode !== 'append') return { kind: 'file', path, mode };
    return this.#openShared(path);
  }

  /** The one open file that all who append to it share, from the first of them on. */
  async #openShared(path: Path): Promise<OwnDescriptor> {
    const key = formatPath(path);
    for (;;) {
      // The promise is kept: two that open at once must not open two files, of which the last close would win.
      const opening = this.#shared.get(key) ?? this.#openForAppending(path, key);
      this.#shared.set(key, opening);
      const file = await opening;
      // A device takes bytes from anybody, and needs no one to keep them in order.
      if (file === undefined) return { kind: 'file', path, mode: 'write' };
      const stream = file.use();
      if (stream !== undefined) return { kind: 'shared-file', path, file, stream };
      // Its last user is closing it; whether that can be stored is told to that one.
      await file.closing?.catch(() => {});
    }
  }

  async #openForAppending(path: Path, key: string): Promise<SharedFile | undefined> {
    const forget = (): void => void this.#shared.delete(key);
    try {
      const file = await this.fs.open(path, { read: false, write: true, create: true });
      if (file.kind === 'file') return new SharedFile(file, forget);
      forget();
      await file.close();
      return undefined;
    } catch (error) {
      forget();
      throw error;
    }
  }

  stream(descriptor: Descriptor): MaybePromise<Stream> {
    const own = descriptor as OwnDescriptor;
    if (own instanceof PipeEnd) {
      const stream =
        own.kind === 'pipe-reader' ? new PipeReader(own.port) : new PipeWriter(own.port);
      own.peerGone = () => stream.peerGone();
      return stream;
    }
    if (own.kind === 'terminal') return unclosed(this.#context.terminal);
    if (own.kind === 'shared-file') return own.stream;
    if (own.kind === 'lent') return unclosed(own.stream);
    if (own.kind === 'inherited') return new RemoteStream(own.port, own.type);
    const path = own.kind === 'file' ? own.path : ['dev', 'null'];
    const mode = own.kind === 'file' ? own.mode : 'read-write';
    const write = mode !== 'read';
    const options = { read: mode !== 'write', write, create: write, truncate: mode === 'write' };
    return andThen(this.fs.open(path, options), (file) =>
      file.kind === 'stream' ? file : sequential(file),
    );
  }

  /** Whether a process, or whoever appends to a file, uses what is at `path` or below. */
  uses(path: Path): MaybePromise<boolean> {
    const shared = [...this.#shared.keys()].map((file) => resolveLexically([], file));
    return shared.some((file) => startsWith(file, path)) || this.#processes.uses(path);
  }

  lend(stream: Stream): LentDescriptor {
    return { kind: 'lent', stream };
  }

  close(descriptor: Descriptor): MaybePromise<void> {
    const own = descriptor as OwnDescriptor;
    if (own instanceof PipeEnd) return andThen(this.stream(own), (stream) => stream.close());
    if (own.kind === 'shared-file') return own.stream.close();
  }

  /** Begins what a program starts. @throws SystemError ENOENT, ENOEXEC */
  async #start(
    { args, env, cwd, descriptors, nullInput }: ChildMessage,
    { pid: parent, job }: SpawnOptions,
  ): Promise<Process & Signalled> {
    const inherited = new Map<DescriptorKey, OwnDescriptor>();
    for (const { fds, type, port } of descriptors) {
      const descriptor = { kind: 'inherited', type, port } as const;
      for (const fd of fds) inherited.set(fd, descriptor);
    }
    if (nullInput) inherited.set(0, { kind: 'null' });
    const variables = readEnvironment(env);
    const path = variables.get('PATH');
    const { signal } = new AbortController();
    const pid = this.processes.number();
    const surroundings = { env: variables, cwd, descriptors: inherited, signal };
    const options = { args, ...surroundings, pid, parent, job };
    const { shell } = this.#context;
    const begin = (): SessionProcess =>
      this.#entered(
        this.#begin(options, (call) => shell.run(call)),
        options,
      );
    let program: Executable;
    try {
      program = await findProgram(args[0] ?? '', path, cwd, this);
    } catch (error) {
      if (!isSystemError(error) || !(await shell.starts(options))) throw error;
      return begin();
    }
    return typeof program === 'string' && shell.names.has(program)
      ? begin()
      : this.spawn(program, options);
  }

  spawn(program: Executable, options: SpawnOptions): MaybePromise<Process & Signalled> {
    return andThen(this.#spawned(program, options), (process) => this.#entered(process, options));
  }

  #entered<T extends Process>(process: T, options: SpawnOptions): T {
    const entry = new ProgramEntry(this, process, options);
    this.processes.run(options.pid, entry, process.exited);
    return process;
  }

  #spawned(program: Executable, options: SpawnOptions): MaybePromise<Process & Signalled> {
    if (typeof program !== 'string') return this.#spawn(program, options);
    const { commands, tree } = this.#context;
    const points = tree.mounts.map(({ point }) => point);
    const refusal = refusalToRemove(program, options.args, options.cwd, points);
    if (refusal !== undefined) return this.#refuse(options, refusal);
    return commands.names.has(program)
      ? this.#begin(options, (call) => commands.run(program, call))
      : this.#spawn(program, options);
  }

  /** Begins a command of the session itself, or a shell. */
  #begin(options: SpawnOptions, run: (call: SessionCall) => Promise<number>): SessionProcess {
    const { args, env, cwd, pid, job } = options;
    const { terminal } = job;
    return this.#inSession(options, (streams, signal, heed) =>
      run({ args, env, cwd, pid, terminal, streams, signal, heed }),
    );
  }

  /** A process that does nothing but say, where a program of that name would, why there is none. */
  #refuse(options: SpawnOptions, refusal: string): SessionProcess {
    const text = new TextEncoder().encode(`${nameOf(options)}: ${refusal}\n`);
    return this.#inSession(options, (streams) =>
      andThen(streams.get(2)?.write(text) ?? 0, () => 1),
    );
  }

  #inSession(options: SpawnOptions, run: SessionProcessContext['run']): SessionProcess {
    const process = new SessionProcess({
      cwd: options.cwd,
      descriptors: options.descriptors as ReadonlyMap<DescriptorKey, OwnDescriptor>,
      open: (descriptor) =>
        andThen(this.stream(descriptor), (stream) =>
          stream.type === 'terminal' ? options.job.terminal.guard(stream) : stream,
        ),
      run,
      say: (sentence) => this.#context.say(`${nameOf(options)}: ${sentence}`),
    });
    return this.#processes.add(process);
  }

  async #spawn(program: Executable, options: SpawnOptions): Promise<WorkerProcess> {
    const { pool, engine } = this.#context;
    const { signal } = options;
    let loaded: LoadedProgram;
    let cwdHandle: FileSystemDirectoryHandle | undefined;
    let given: ReadonlyMap<DescriptorKey, OwnDescriptor>;
    try {
      loaded = await untilAborted(this.#load(program, options), signal);
      cwdHandle = await untilAborted(this.#cwdHandle(options.cwd), signal);
      given = await withOneWriter(options.descriptors as ReadonlyMap<DescriptorKey, OwnDescriptor>);
    } catch (error) {
      for (const descriptor of new Set(options.descriptors.values())) await this.close(descriptor);
      throw error;
    }
    pool.hold();
    this.#running++;
    const worker = pool.take();
    const services: (() => Promise<void>)[] = [];
    const ends: PipeEnd[] = [];
    const ports: MessagePort[] = [];
    const serve = (stream: Stream, closed: () => MaybePromise<void>): MessagePort => {
      const { port1, port2 } = new MessageChannel();
      services.push(serveStream(port1, stream, closed));
      ports.push(port2);
      return port2;
    };
    const { terminal } = this.#context;
    const gate = options.job.terminal;
    const descriptors = descriptorMessages(given, { worker, ends, ports, terminal, gate, serve });
    const process = new WorkerProcess({
      worker,
      writers: this.#context.writers,
      descriptors: given,
      cwd: options.cwd,
      ends,
      endServices: async () => {
        await Promise.all(services.map((end) => end()));
      },
      finished: (reusable) => {
        if (reusable) pool.giveBack(worker);
        else worker.terminate();
        if (--this.#running === 0) pool.refillWhenIdle();
      },
      clean: (keys) => this.#unfinished.clean(keys),
      discard: (keys) => this.#unfinished.discard(keys),
      start: (child) => this.#start(child, options),
      denied: this.#context.denied,
      say: (sentence) => this.#context.say(`${nameOf(options)}: ${sentence}`),
    });
    worker.post(
      {
        type: 'spawn',
        ...loaded,
        engine,
        args: options.args,
        env: environmentOf(options),
        cwd: options.cwd,
        cwdHandle,
        descriptors,
        terminal: serve(gate.guard(terminal), () => {}),
        trace: options.trace,
      },
      ports,
    );
    return this.#processes.add(process);
  }

  /** @throws SystemError ENOENT, ENOEXEC */
  async #load(program: Executable, options: SpawnOptions): Promise<LoadedProgram> {
    if (typeof program === 'string') {
      const programs = this.#context.programs();
      const module = await programs.module(program);
      return { program: programs.address(program) ?? '', module, own: true };
    }
    const { address, module } = await this.#userPrograms.load(program, () =>
      this.#context.say(
        `${nameOf(options)}: is made ready for this browser, which has no JSPI: once, some seconds for each megabyte`,
      ),
    );
    return { program: address, module, own: false };
  }

  signal(processes: Iterable<Process>, signal: Signal): void {
    signalGroup(ours(processes), signal);
  }

  async pause(processes: Iterable<Process>): Promise<void> {
    await Promise.all(familiesOf(processes).map((process) => process.pause()));
  }

  inspect(process: Process): MaybePromise<Condition> {
    const [own] = ours([process]);
    return own?.inspect() ?? { state: 'running', memory: undefined };
  }

  resume(processes: Iterable<Process>): void {
    for (const process of familiesOf(processes)) process.resume();
  }

  /** The handle of the cwd; none where the cwd is virtual, or gone: then relative paths are not found. */
  async #cwdHandle(cwd: Path): Promise<FileSystemDirectoryHandle | undefined> {
    const { mount, inner } = this.fs.mountOf(cwd);
    for (const fs of this.#context.devices().values()) {
      if (fs !== mount.fs) continue;
      try {
        return await fs.directory(inner);
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    }
    return undefined;
  }
}

/** What a worker is told of a program. */
type LoadedProgram = Pick<SpawnMessage, 'program' | 'module' | 'own'>;

/** What it was called by. */
function nameOf({ args }: SpawnOptions): string {
  return args[0] ?? '';
}
