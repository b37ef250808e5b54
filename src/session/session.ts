// A session: one terminal, one shell, its mounts and its processes.
import { environment } from './environment.ts';
import { mountsOf, storageAt } from './mount-info.ts';
import { Mounts } from './mounts.ts';
import { privateMounts } from './private-storage.ts';
import type { FromSession, ToSession } from './protocol.ts';
import { sessionHistory } from './session-history.ts';
import { ScreenOutput } from './screen-output.ts';
import { shellCommands, shellFiles } from './shell-commands.ts';
import { defaults, readStartUpFile, startUpFile } from './start-up.ts';
import { welcome } from './welcome.ts';
import { commandFiles, sessionCommands } from '../commands/all.ts';
import { commandSource } from '../completion/commands.ts';
import { completer } from '../completion/menu.ts';
import { pathSource } from '../completion/paths.ts';
import { variableSource } from '../completion/variables.ts';
import { Editor } from '../editor/editor.ts';
import { Pool } from '../process/pool.ts';
import { loadManifest, Programs, type Manifest } from '../process/programs.ts';
import { SessionWriters } from '../process/session-writers.ts';
import { WorkerWorld } from '../process/spawn.ts';
import { buildTree, type Tree } from '../process/tree.ts';
import type { History } from '../shell/history/history.ts';
import { isComplete } from '../shell/parse/complete.ts';
import { Shell } from '../shell/shell.ts';
import { cooked } from '../tty/mode.ts';
import { Tty } from '../tty/tty.ts';
import { visible } from '../tty/visible.ts';
import { DeviceFileSystem } from '../../wasi/vfs/device-fs.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { formatPath, type Path, startsWith } from '../../wasi/vfs/path.ts';
import { andThen } from '../../wasi/vfs/maybe-promise.ts';
import { MountTable } from '../../wasi/vfs/mounts.ts';

type Start = Extract<ToSession, { type: 'start' }>;

/** Ends a readLine that must begin anew under a new prompt. */
const newPrompt = Symbol('new prompt');

export class Session {
  readonly #post: (message: FromSession) => void;
  readonly #start: Start;
  readonly #output: ScreenOutput;
  readonly #tty: Tty;
  readonly #writers = new SessionWriters();
  readonly #pool: Pool;
  readonly #table = new MountTable();
  readonly #mounts: Mounts;
  readonly #programs: Programs;
  readonly #shell: Shell;
  readonly #editor: Editor;
  readonly #history: History;
  #tree: Tree | undefined;
  /** Whether a line is being executed. */
  #running = false;
  /** A folder that was opened meanwhile: the line ends where it began, and what follows is there. */
  #entering: Path | undefined;
  /** The readLine under way. */
  #reading: AbortController | undefined;
  #busy = false;

  private constructor(
    start: Start,
    post: (message: FromSession) => void,
    beginWorker: () => Worker,
    manifest: Manifest,
    mounts: Mounts,
  ) {
    this.#start = start;
    this.#post = post;
    this.#mounts = mounts;
    this.#output = new ScreenOutput((bytes) => post({ type: 'output', bytes }));
    this.#tty = new Tty({
      write: (bytes, lazily) => this.#output.write(bytes, lazily),
      onSignal: (signal) => {
        if (signal === 'TSTP') this.#shell.suspend();
        else if (signal === 'QUIT') this.#shell.quit();
        else this.#shell.interrupt();
      },
      columns: start.columns,
      rows: start.rows,
    });
    this.#pool = new Pool(beginWorker);
    this.#programs = new Programs(manifest, start.engine, start.programs, [
      ...commandFiles(),
      ...shellFiles(),
    ]);
    this.#rebuildTree();
    const world: WorkerWorld = new WorkerWorld({
      shell: shellCommands(() => world),
      tree: this.#table,
      devices: () => this.#tree?.devices ?? new Map(),
      pool: this.#pool,
      programs: () => this.#programs,
      commands: sessionCommands({
        tree: this.#table,
        tty: this.#tty,
        world: () => world,
        mounts: () => mountsOf(this.#mounts),
        storage: (path) => storageAt(this.#mounts, path),
        unmount: (point) => this.#unmount(point, world),
      }),
      engine: start.engine,
      // Loaded only then: it is as large as all the rest of the page.
      instrument: async (module) =>
        (await import('../../wasi/instrument/in-page.ts')).instrument(module),
      terminal: this.#tty,
      writers: this.#writers,
      denied: (device) => this.#denied(device),
      say: (sentence) => this.#say(sentence),
    });
    this.#history = sessionHistory(this.#table, () => this.#shell);
    const home: Path = this.#isMounted(['home']) ? ['home'] : [];
    this.#shell = new Shell(world, {
      env: environment(start, formatPath(home)),
      cwd: home,
      descriptors: {
        stdin: { kind: 'terminal' },
        stdout: { kind: 'terminal' },
        stderr: { kind: 'terminal' },
      },
      history: this.#history,
      notify: (line) => this.#interject(line),
    });
    const lookup = (name: string): string | undefined => this.#shell.variable(name);
    this.#editor = new Editor(this.#tty, {
      history: this.#history,
      completer: completer(
        [
          variableSource(() => this.#shell.variableNames, lookup),
          commandSource((prefix) =>
            andThen(this.#shell.namesInPath(prefix), (own) => [
              ...this.#shell.commandNames,
              ...this.#programs.names,
              ...own,
            ]),
          ),
          pathSource({
            fs: this.#table,
            cwd: () => this.#shell.cwd,
            home: () => this.#shell.variable('HOME') ?? '/',
          }),
        ],
        lookup,
      ),
    });
  }

  /** Puts a session together. It runs until its shell exits. */
  static async begin(
    start: Start,
    post: (message: FromSession) => void,
    beginWorker: () => Worker,
  ): Promise<Session> {
    const [manifest, own] = await Promise.all([loadManifest(start.programs), privateMounts()]);
    const session = new Session(start, post, beginWorker, manifest, new Mounts(own));
    const notices = [...start.notices];
    if (own.length === 0)
      notices.push('This browser gives no private storage: /home and /tmp are missing.');
    if (manifest.programs.length === 0)
      notices.push('The list of programs could not be loaded: only the builtins work.');
    session.#greet(notices);
    // A few milliseconds, beside the compiling: ↑ works from the first prompt on.
    await session.#history.load();
    return session;
  }

  #greet(notices: readonly string[]): void {
    void this.#write(welcome(this.#start.folders));
    for (const notice of notices) this.#say(`dirsh: ${notice}`);
    const { engine } = this.#start;
    this.#programs.preload((program, module) =>
      this.#pool.setProgram({ type: 'prepare', program, module, engine, own: true }),
    );
    this.#pool.fill();
  }

  #isMounted(point: Path): boolean {
    return this.#table.mounts.some((mount) => formatPath(mount.point) === formatPath(point));
  }

  #rebuildTree(): void {
    const { messages } = this.#mounts;
    const { commands } = this.#programs;
    this.#tree = buildTree({
      mounts: messages,
      commands,
      devices: new DeviceFileSystem({
        numbers: () => [0, 1, 2],
        reopen: () => this.#tty,
        terminal: () => this.#tty,
      }),
      handles: {
        writers: this.#writers.for(this),
        explain: (sentence) => this.#say(`dirsh: ${sentence}`),
      },
      onDenied: (device) => this.#denied(device),
    });
    this.#table.mounts = this.#tree.table.mounts;
    this.#pool.setTree({ type: 'tree', mounts: messages, commands });
  }

  /** Reads and runs lines until `exit`. */
  async run(): Promise<void> {
    await this.#startUp();
    while (this.#shell.exitRequested === undefined) {
      const line = await this.#readLine();
      // Ctrl-D: as if `exit` had been typed, which may find that jobs run.
      await this.#execute(line ?? 'builtin exit');
    }
    await this.#shell.end();
    this.#output.flush();
    this.#post({ type: 'ended', status: this.#shell.exitRequested ?? this.#shell.status });
  }

  /** Whatever the file does, there is a shell behind it: Ctrl-C ends it, `?norc` leaves it out. */
  async #startUp(): Promise<void> {
    await this.#execute(defaults);
    if (!this.#start.readsStartUp) return;
    await this.#execute(readStartUpFile);
    await this.#history.follow();
    if (this.#shell.exitRequested === undefined) return;
    this.#shell.stay();
    this.#say(`dirsh: ${startUpFile} ended the shell: the rest of it was not run`);
  }

  /** A line, or undefined at the end of input. A folder that is mounted meanwhile gives a new prompt and keeps the line. */
  async #readLine(): Promise<string | undefined> {
    let initial = '';
    for (;;) {
      this.#reading = new AbortController();
      try {
        const prompts = this.#shell.prompts();
        const { prompt, continuation } = prompts instanceof Promise ? await prompts : prompts;
        const line = this.#editor.readLine(prompt, {
          continuation,
          isComplete,
          initial,
          signal: this.#reading.signal,
          onInterrupt: () => this.#shell.interrupted(),
        });
        this.#output.flush();
        this.#post({ type: 'prompt', status: this.#shell.status });
        return await line;
      } catch (reason) {
        if (reason !== newPrompt) throw reason;
        initial = this.#pendingLine;
      } finally {
        this.#reading = undefined;
      }
    }
  }

  #pendingLine = '';

  async #execute(line: string): Promise<void> {
    this.#running = true;
    this.#setBusy();
    try {
      const status = this.#shell.run(line);
      if (status instanceof Promise) await status;
    } catch (error) {
      // A defect of ours: the shell lives, and says so.
      // oxlint-disable-next-line no-console -- with its stack, for the report
      console.error(error);
      this.#say(`dirsh: internal error: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.#running = false;
      this.#tty.setMode(cooked);
      this.#setBusy();
      await this.#enterOpened();
    }
  }

  #setBusy(): void {
    const busy = this.#running || this.#editor.text !== '' || this.#tty.hasTypeAhead;
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#post({ type: 'busy', busy });
  }

  /** A message of the page. */
  receive(message: ToSession): void {
    switch (message.type) {
      case 'input':
        return this.#inOrder(() => this.#input(message.bytes));
      case 'resize':
        this.#tty.resize(message.columns, message.rows);
        this.#shell.setVariable('COLUMNS', String(message.columns));
        this.#shell.setVariable('LINES', String(message.rows));
        return;
      case 'drawn':
        return this.#output.drawn(message.bytes);
      case 'notice':
        return this.#interject(`dirsh: ${message.text}`);
      case 'mount':
        return this.#inOrder(() => this.#mount(message.handle, message.readOnly));
      case 'permission':
        return this.#inOrder(() => this.#permission(message.handle, message.access));
      case 'start':
    }
  }

  /** Steps that are under way, and what follows them. */
  #last: Promise<void> = Promise.resolve();
  #steps = 0;

  /** Input, mounts and permissions take effect in the order in which they came; at once where nothing is under way. */
  #inOrder(step: () => void | Promise<void>): void {
    const result = this.#steps === 0 ? step() : this.#last.then(step);
    if (result === undefined) return;
    this.#steps++;
    this.#last = result
      .catch((error: unknown) => {
        // oxlint-disable-next-line no-console -- with its stack, for the report
        console.error(error);
        this.#interject(`dirsh: internal error: ${String(error)}`);
      })
      .finally(() => {
        this.#steps--;
      });
  }

  #input(bytes: Uint8Array): void {
    this.#tty.input(bytes);
    this.#setBusy();
  }

  async #mount(handle: FileSystemDirectoryHandle, readOnly: boolean): Promise<void> {
    const { point, known, inside } = await this.#mounts.add(handle, readOnly);
    this.#rebuildTree();
    this.#entering = point;
    // Amid a line the rest of it must not run in another folder.
    if (!this.#running && !(await this.#enterOpened())) return;
    const where = visible(formatPath(point));
    const also = inside === undefined ? '' : ` (inside ${visible(formatPath(inside))})`;
    const rights = readOnly ? ', for reading; the browser asks for writing at your next Enter' : '';
    this.#interject(
      known ? `${where} is open already${rights}` : `${where}${also} is open${rights}`,
    );
  }

  /** Enters the folder that was opened last; false where it cannot be entered, which is said. */
  async #enterOpened(): Promise<boolean> {
    const point = this.#entering;
    this.#entering = undefined;
    if (point === undefined) return true;
    try {
      await this.#shell.chdir(point);
      return true;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#interject(`dirsh: ${visible(formatPath(point))}: ${error.message}`);
      return false;
    }
  }

  async #permission(
    handle: FileSystemDirectoryHandle,
    access: 'read-write' | 'read-only' | 'none',
  ): Promise<void> {
    const point = await this.#mounts.setReadOnly(handle, access !== 'read-write');
    if (point === undefined) return;
    this.#rebuildTree();
    const where = visible(formatPath(point));
    if (access === 'read-only')
      this.#interject(`dirsh: ${where} stays read-only: the browser was not allowed to write`);
    if (access === 'none')
      this.#interject(`dirsh: ${where} cannot be read: the browser was not allowed to`);
  }

  async #unmount(point: Path, world: WorkerWorld): Promise<'done' | 'in-it' | 'busy' | 'none'> {
    if (startsWith(this.#shell.cwd, point)) return 'in-it';
    if (await world.uses(point)) return 'busy';
    if (!this.#mounts.remove(point)) return 'none';
    this.#rebuildTree();
    return 'done';
  }

  #denied(device: string): void {
    const folder = this.#mounts.folder(device);
    if (folder !== undefined) this.#post({ type: 'denied', ...folder });
  }

  /** Says a line where the person is: above a new prompt, or amid the output of what runs. */
  #interject(text: string): void {
    this.#pendingLine = this.#editor.text;
    this.#reading?.abort(newPrompt);
    this.#say(text);
  }

  #say(text: string): void {
    void this.#write(`${text}\n`);
  }

  #write(text: string): unknown {
    return this.#tty.write(new TextEncoder().encode(text));
  }
}
