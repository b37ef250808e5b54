// A shell: its state, and the way of a command text from parse to execute.
import { SystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';
import type { Path } from '../../wasi/vfs/path.ts';
import { formatPath } from '../../wasi/vfs/path.ts';
import { allBuiltins } from './builtins/all.ts';
import type { Builtins } from './builtins/builtin.ts';
import type { Execution } from './execute/execution.ts';
import { interruptedStatus, Job } from './execute/job.ts';
import { executeList } from './execute/list.ts';
import { runPendingTraps } from './execute/trap.ts';
import { closeOpened } from './execute/opened.ts';
import { runExec } from './execute/run-exec.ts';
import { Shared, SharedStream } from './execute/shared.ts';
import { DescriptorTable } from './execute/descriptor-table.ts';
import { finishShell } from './execute/subshell.ts';
import { reportJobs } from './execute/report-jobs.ts';
import { dispositionOf } from './jobs/disposition.ts';
import { ShellProcesses } from './jobs/processes.ts';
import { signalNumber } from './traps.ts';
import { findCommand, namesInPath, programDirectory, shellNames } from './lookup.ts';
import { executeText } from './execute/text.ts';
import { statFollowing } from './files.ts';
import { History } from './history/history.ts';
import { interruptible } from './interruptible-fs.ts';
import { makePrompts, type Prompts } from './prompt.ts';
import { State } from './state.ts';
import type { Steps } from './steps.ts';
import { perform, wait } from './steps.ts';
import { setDefaults, setInteractiveDefaults } from './default-variables.ts';
import { Variable } from './variable.ts';
import { Variables } from './variables.ts';
import type { TableEntry } from '../process/process-table.ts';
import type { Descriptor, DescriptorKey, World } from '../process/world.ts';

/** What `$0` is, and what begins every message. */
const shellName = 'dirsh';

/** A descriptor, or a stream that whoever made the shell has open. */
export type Inherited = Descriptor | { readonly stream: Stream };

/** What a shell begins with. */
export interface ShellOptions {
  /** All of it is exported. */
  readonly env: ReadonlyMap<string, string>;
  /** A directory that is there. */
  readonly cwd: Path;
  /** Its number, where it runs as a process that has one. */
  readonly pid?: number;
  /** What the commands inherit. Any number of them may use these, so none is the end of a pipe. */
  readonly descriptors: {
    readonly stdin: Inherited;
    readonly stdout: Inherited;
    readonly stderr: Inherited;
  };
  /** Whether a person types: an error then ends the line, and aliases are replaced. True, where it is not given. */
  readonly interactive?: boolean;
  /** The lines that were typed, oldest first, for `history`. */
  readonly history?: History;
  /** Says a line at once to whoever types, amid what they type: `set -b`. To standard error, where it is not given. */
  readonly notify?: (line: string) => void;
}

function descriptorOf(inherited: Inherited): Descriptor {
  return 'kind' in inherited ? inherited : new Shared(new SharedStream(inherited.stream), '');
}

/** A shell that runs one command text at a time. */
export class Shell {
  readonly #world: World;
  readonly #state: State;
  readonly #descriptors: Map<DescriptorKey, Descriptor>;
  /** What `exec` opened. */
  readonly #opened = new Set<Shared>();
  readonly #history: History;
  readonly #notify: ((line: string) => void) | undefined;
  readonly #builtins: Builtins;
  /** What it is among the processes, from its first text on. */
  readonly #process: TableEntry = {
    receive: (signal) => this.#receive(signal),
    report: () => this.#state.report(),
  };
  /** The text that runs. */
  #job: Job | undefined;

  constructor(world: World, options: ShellOptions) {
    const { env, cwd, pid, descriptors, history, interactive = true } = options;
    const variables = new Variables(
      [...env].map(([name, value]) => [name, new Variable(value, { exported: true })]),
    );
    if (variables.get('PATH') === undefined) variables.set('PATH', programDirectory);
    variables.set('PWD', formatPath(cwd));
    variables.export('PWD');
    setDefaults(variables);
    if (interactive) setInteractiveDefaults(variables);
    this.#world = world;
    this.#state = new State({
      variables,
      cwd,
      home: variables.get('HOME') ?? '/home',
      name: shellName,
      interactive,
      processes: new ShellProcesses(world.processes, pid),
      args: [shellName],
    });
    if (interactive)
      for (const name of ['expand_aliases', 'login_shell', 'monitor'])
        this.#state.options.set(name, true);
    this.#descriptors = new Map<DescriptorKey, Descriptor>([
      [0, descriptorOf(descriptors.stdin)],
      [1, descriptorOf(descriptors.stdout)],
      [2, descriptorOf(descriptors.stderr)],
    ]);
    this.#history = history ?? new History({ lookup: (name) => this.variable(name) });
    this.#notify = options.notify;
    this.#builtins = allBuiltins();
  }

  get cwd(): Path {
    return this.#state.cwd;
  }

  /** The status of the last command, `$?`. */
  get status(): number {
    return this.#state.status;
  }

  /** The status that `exit` asked for, undefined as long as it was not called. */
  get exitRequested(): number | undefined {
    const { leaving } = this.#state;
    return leaving?.kind === 'exit' ? leaving.status : undefined;
  }

  /** A variable's value, for the parts of a session that obey one (`$COLUMNS`, `$HISTSIZE`). */
  variable(name: string): string | undefined {
    return this.#state.variables.get(name);
  }

  /** Sets a variable, such as `COLUMNS` when the window changes. */
  setVariable(name: string, value: string): void {
    this.#state.variables.set(name, value);
  }

  /** The names of the builtins. */
  get builtinNames(): readonly string[] {
    return [...this.#builtins.keys()];
  }

  /** What can be typed as a command besides programs: builtins, functions, aliases, and the shell itself. */
  get commandNames(): readonly string[] {
    const { functions, aliases } = this.#state;
    const names = [this.#builtins, functions, aliases].flatMap((map) => [...map.keys()]);
    return [...new Set([...names, ...shellNames])];
  }

  /** The names of the variables that are set. */
  get variableNames(): readonly string[] {
    return this.#state.variables.list().map(([name]) => name);
  }

  /** What begins with `prefix` and runs by its name from a directory of `$PATH` that is not `/bin`. */
  namesInPath(prefix: string): MaybePromise<readonly string[]> {
    const { fs, programs } = this.#world;
    return perform(namesInPath(prefix, { state: this.#state, fs, programs }));
  }

  /** Enters a directory, as `cd` does. @throws SystemError ENOENT, ENOTDIR, EACCES: it stays where it is */
  chdir(path: Path): MaybePromise<void> {
    return perform(this.#enter(path));
  }

  *#enter(path: Path): Steps<void> {
    const { type } = yield* statFollowing(this.#world.fs, path);
    if (type !== 'directory') throw new SystemError('ENOTDIR');
    this.#state.enter(path);
  }

  /** Says that a line was given up by Ctrl-C before it was entered: `$?` is 130. */
  interrupted(): void {
    this.#state.status = interruptedStatus;
  }

  /** What the editor shows before a line. No folder's name in it can move the cursor. */
  prompts(): MaybePromise<Prompts> {
    this.#state.historyNumber = this.#history.first + this.#history.entries.length;
    return perform(this.#perform(makePrompts));
  }

  /** Takes back an `exit` that was asked for: that of a start-up file would lock its owner out. */
  stay(): void {
    this.#state.leaving = undefined;
  }

  /**
   * Runs a whole command text and gives its status, which `$?` is too. All that a person can do wrong is a message
   * on standard error; what is thrown is a defect of the shell or of the world.
   */
  run(text: string): MaybePromise<number> {
    this.#world.processes.enter(this.#state.shell, this.#process);
    return perform(this.#run(text));
  }

  /**
   * Ctrl-C while a text runs: every process of it gets INT, the rest is not run, and the status is 130. A second one ends
   * processes of which it was said what they wait for.
   */
  interrupt(): void {
    this.#job?.interrupt();
  }

  /** Ctrl-Z while a text runs: the program, pipeline or subshell that is waited for stops, and what follows it runs. */
  suspend(): void {
    this.#job?.stopFollowed();
  }

  /** SIGTSTP for a shell that a program began: it stops before its next command, its programs at their next calls. */
  pause(): void {
    this.#job?.pause('TSTP');
  }

  /** SIGCONT. */
  continue(): void {
    this.#job?.continue(true);
  }

  /** Ctrl-\ while a text runs: what is waited for ends with 131, and what follows it runs. The shell itself ignores it. */
  quit(): void {
    if (this.#state.traps.get('QUIT') !== undefined) this.#state.signals.add('QUIT');
    this.#job?.quitFollowed();
  }

  /** A signal for the shell itself: `kill $$`. */
  #receive(signal: string): void {
    const state = this.#state;
    const disposition = dispositionOf(signal, state.traps);
    if (disposition === 'trapped') state.signals.add(signal);
    if (disposition !== 'ends') return;
    if (state.interactive && signal === 'INT') return this.interrupt();
    // Whoever types would lose the session.
    if (state.interactive && (signal === 'TERM' || signal === 'QUIT')) return;
    const number = signalNumber(signal);
    state.leaving = { kind: 'exit', status: 128 + number };
    this.#job?.end(signal, number);
  }

  /** The jobs that the end of the shell would end. */
  get hasRunningJobs(): boolean {
    return this.#state.jobs.running.length > 0;
  }

  /** Whether a program that starts `name` starts a shell: this one by its name, or a script. */
  runsItself(name: string): MaybePromise<boolean> {
    return perform(
      this.#perform(function* (execution) {
        const { kind } = yield* findCommand(name, execution, 'programs');
        return kind === 'shell' || kind === 'script';
      }),
    );
  }

  /** Runs one command of words, as a program starts it: a shell, or a script. @returns its status */
  runCommand(args: readonly string[]): MaybePromise<number> {
    return perform(
      this.#perform(function* (execution) {
        const table = new DescriptorTable(execution.world, execution.descriptors);
        const status = yield* runExec(args, table, execution);
        return execution.job.interrupted ? execution.job.status : status;
      }),
    );
  }

  /** The shell ends: its EXIT trap runs, and what `exec` opened is closed. @returns its status */
  end(): MaybePromise<number> {
    return perform(this.#perform((execution) => this.#finish(execution)));
  }

  *#finish(execution: Execution): Steps<number> {
    const status = yield* finishShell(execution);
    yield* closeOpened(execution);
    yield* this.#endJobs();
    this.#world.processes.remove(this.#state.shell, this.#process);
    return status;
  }

  /**
   * A script's jobs go on to their end. Those of a person's shell end with it, as nothing outlives the session: they hear
   * that it hangs up, and what ignores that is ended all the same. What they have written is stored.
   */
  *#endJobs(): Steps<void> {
    const { processes, interactive } = this.#state;
    for (const job of interactive ? processes.running : []) {
      job.receive('HUP');
      job.options.job.end('HUP', signalNumber('HUP'));
    }
    while (processes.running.size > 0)
      yield* wait(Promise.all(Array.from(processes.running, (job) => job.ended)));
  }

  *#run(text: string): Steps<number> {
    const state = this.#state;
    const { warnedOfJobs } = state;
    return yield* this.#perform(function* (execution) {
      yield* executeText(text, execution);
      state.commandNumber += 1;
      if (!state.signals.isEmpty) yield* runPendingTraps(execution);
      if (warnedOfJobs) state.warnedOfJobs = false;
      if (state.interactive && state.hasJobControl) yield* reportJobs(execution);
      if (state.leaving !== undefined) state.status = state.leaving.status;
      if (state.leaving?.kind !== 'exit') state.leaving = undefined;
      if (execution.job.interrupted) state.status = execution.job.status;
      return state.status;
    });
  }

  *#perform<T>(steps: (execution: Execution) => Steps<T>): Steps<T> {
    const job = new Job(this.#world, this.#state.processes.turns, 'shell');
    try {
      this.#job = job;
      return yield* steps({
        world: this.#world,
        fs: interruptible(this.#world.fs, () => job.signal),
        state: this.#state,
        job,
        background: undefined,
        pids: [],
        builtins: this.#builtins,
        descriptors: this.#descriptors,
        opened: this.#opened,
        substituted: new Map(),
        tested: false,
        depth: 0,
        level: 0,
        traceDepth: 1,
        notify: this.#notify,
        history: this.#history,
        execute: executeList,
      });
    } finally {
      this.#job = undefined;
    }
  }
}
