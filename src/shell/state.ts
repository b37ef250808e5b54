// What a shell remembers from one command to the next. A subshell has a copy.
import type { Statement, WordPart } from 'unbash';
import type { Path } from '../../wasi/vfs/path.ts';
import { formatPath } from '../../wasi/vfs/path.ts';
import { Cache } from './cache.ts';
import { evaluateValue } from './expand/arithmetic/arithmetic.ts';
import type { Expression } from './expand/arithmetic/expression.ts';
import type { Pattern } from './expand/pattern.ts';
import type { Matcher } from '../regex/matcher.ts';
import { Options, setOptions } from './options.ts';
import { SourceText } from './source-text.ts';
import { Clock, computeVariables } from './computed-variables.ts';
import { dispositionOf } from './jobs/disposition.ts';
import type { Coproc } from './jobs/coproc.ts';
import { JobTable } from './jobs/job-table.ts';
import { PendingSignals } from './jobs/pending-signals.ts';
import type { ShellProcesses } from './jobs/processes.ts';
import type { ProcessReport, TableEntry } from '../process/process-table.ts';
import { signalNumber, Traps } from './traps.ts';
import type { ShellArguments } from './shell-arguments.ts';
import type { Variables } from './variables.ts';

/**
 * Why the commands that follow are not run: `exit`; an error that ends the whole line; `return`; `break` and `continue`
 * of so many loops.
 */
export type Leaving =
  | { readonly kind: 'exit' | 'abandon' | 'return'; readonly status: number }
  | { readonly kind: 'break' | 'continue'; readonly status: number; readonly loops: number };

/** A function, and the text that it was read from. */
export interface ShellFunction {
  readonly body: readonly Statement[];
  readonly source: SourceText;
  /** As `declare -f` prints it, from the body on. */
  readonly text: string;
  exported: boolean;
  readonly: boolean;
  /** `declare -ft`: DEBUG and RETURN traps hold in it too. */
  readonly traced: boolean;
}

/** A function or a file that runs: FUNCNAME, BASH_SOURCE, BASH_LINENO. */
export interface ActiveCall {
  readonly name: string;
  readonly kind: 'function' | 'source' | 'script';
  /** The file that it is of. */
  readonly file: string;
  /** The line that called it. */
  readonly line: number;
}

/** What a shell begins with. */
export interface StateOptions {
  readonly variables: Variables;
  readonly cwd: Path;
  /** The user's home directory, for `~` where `$HOME` is unset: what the password database says elsewhere. */
  readonly home: string;
  /** `$0`, which begins every message too. */
  readonly name: string;
  /** Whether a person types its commands: what is wrong then ends the line, not the shell. */
  readonly interactive: boolean;
  /** What a shell that a command started reads: then a message says the line. */
  readonly reads?: ShellArguments['commands']['from'] | undefined;
  /** Where its process number is from. */
  readonly processes: ShellProcesses;
  /** As it was called, for the list of processes. */
  readonly args: readonly string[];
  /** The number of what began it; 0 for nothing. */
  readonly parentPid?: number;
  /** The number of the shell that this is a subshell of; a new one, for a shell that a command starts. */
  readonly shell?: number | 'new';
}

/** The state that commands read and change. */
export class State implements TableEntry {
  readonly variables: Variables;
  cwd: Path;
  readonly home: string;
  readonly name: string;
  readonly interactive: boolean;
  readonly reads: StateOptions['reads'];
  options = new Options();
  traps = new Traps();
  /** What the options were when the function that runs said `local -`. */
  optionsBefore: Options | undefined;
  /** The signals whose traps have not run yet. */
  readonly signals = new PendingSignals();
  jobs = new JobTable();
  /** Those that this very shell has begun. */
  readonly coprocs = new Set<Coproc>();
  readonly processes: ShellProcesses;
  readonly args: readonly string[];
  readonly #began = Date.now();
  /** The number of the shell that this is a subshell of, or that began it; 0 for none. */
  readonly parentPid: number;
  /** `$PPID`: that of what began the shell. */
  readonly shellParent: number;
  /** `$$` */
  readonly shell: number;
  /** `$BASHPID`, as far as somebody asked for it. */
  #pid: number | undefined;
  functions = new Map<string, ShellFunction>();
  aliases = new Map<string, string>();
  /** The builtins that `enable -n` turned off. */
  disabled = new Set<string>();
  /** The directories of `pushd`, without the working directory. */
  directories: readonly string[] = [];
  /** `$?` */
  status = 0;
  /** The status of each stage of the last pipeline. */
  pipeStatuses: readonly number[] = [0];
  /** `$1` … */
  positional: readonly string[] = [];
  leaving: Leaving | undefined;
  /** Whether the command before was an `exit` that said that jobs run. */
  warnedOfJobs = false;
  /** The status of the last `$(…)`, which is that of a command that is assignments only. */
  substitutionStatus: number | undefined;
  /** How many loops are around a command, as far as `break` may see. */
  loops = 0;
  /** The functions and files that run, innermost last. */
  calls: readonly ActiveCall[] = [];
  /** How many subshells this is in. */
  subshells = 0;
  /** `\!` and `\#` of a prompt: the next line's place in the history, and among those that this shell ran. */
  historyNumber = 1;
  commandNumber = 1;
  /** `$!` */
  lastBackground: string | undefined;
  /** `$_` */
  lastArgument = '';
  /** The text that runs, and where in it the command is. */
  source = new SourceText('');
  position = 0;
  /** The traps that run, innermost last: none of them interrupts itself. */
  runningTraps: readonly string[] = [];
  /** `$?` when it began, which `exit` in it gives. */
  statusBeforeTrap = 0;
  /** The command that runs, or that a trap was run for: BASH_COMMAND. */
  command: { readonly pos: number; readonly end: number } = { pos: 0, end: 0 };
  /** The text that this command is of. */
  commandSource = new SourceText('');
  mask = 0o022;
  /** Where `getopts` is: the parameter, and the letter in it. */
  optionPlace = { index: 1, letter: 1 };
  readonly clock: Clock;
  readonly parsedArithmetic: Cache<Expression>;
  readonly parsedTexts: Cache<readonly WordPart[]>;
  readonly parsedPatterns: Cache<Pattern>;
  readonly parsedRegexes: Cache<Matcher>;

  constructor(options: StateOptions, parent?: State) {
    this.variables = options.variables;
    this.cwd = options.cwd;
    this.home = options.home;
    this.name = options.name;
    this.interactive = options.interactive;
    this.reads = options.reads;
    this.parsedArithmetic = parent?.parsedArithmetic ?? new Cache();
    this.parsedTexts = parent?.parsedTexts ?? new Cache();
    this.parsedPatterns = parent?.parsedPatterns ?? new Cache();
    this.parsedRegexes = parent?.parsedRegexes ?? new Cache();
    this.variables.evaluate = (text) => evaluateValue(text, this);
    this.processes = options.processes;
    this.args = options.args;
    const { shell = this.processes.shell } = options;
    this.shell = shell === 'new' ? this.processes.add(this) : shell;
    this.shellParent = options.parentPid ?? 0;
    this.parentPid = parent?.knownPid ?? this.shellParent;
    this.clock = new Clock(parent?.clock);
    computeVariables(this);
  }

  /** The line of the command that runs. */
  get line(): number {
    return this.source.line(this.position);
  }

  /** `$BASHPID`. A subshell gets a number when somebody asks for it. */
  get pid(): number {
    if (this.subshells === 0) return this.shell;
    this.#pid ??= this.processes.add(this);
    return this.#pid;
  }

  /** Its number, where it has one; that of the shell that it is of, otherwise. */
  get knownPid(): number {
    return this.#pid ?? (this.subshells === 0 ? this.shell : this.parentPid);
  }

  set pid(pid: number) {
    this.#pid = pid;
  }

  /** Gives up its process number: it has ended. */
  forgetPid(): void {
    const pid = this.subshells === 0 ? this.shell : this.#pid;
    if (pid !== undefined) this.processes.table.remove(pid, this);
  }

  /** A signal for a subshell in the foreground, or for a shell that a command started. */
  receive(signal: string): void {
    const disposition = dispositionOf(signal, this.traps);
    if (disposition === 'trapped') this.signals.add(signal);
    if (disposition === 'ends') this.leaving = { kind: 'exit', status: 128 + signalNumber(signal) };
  }

  report(): ProcessReport {
    return {
      parent: this.parentPid,
      state: undefined,
      foreground: true,
      began: this.#began,
      memory: undefined,
      args: this.args,
    };
  }

  /** Whether background jobs are process groups of their own: `set -m`, which subshells have not. */
  get hasJobControl(): boolean {
    return this.options.has('monitor') && this.subshells === 0;
  }

  /** `$-` */
  get flags(): string {
    const { reads = 'text' } = this;
    const letter = { text: 'c', input: 's', file: '' }[reads];
    return this.options.letters + (this.interactive ? 'i' : letter);
  }

  /** Turns an option of `set` or `shopt` on or off, with what else it changes. */
  setOption(name: string, on: boolean): void {
    this.options.set(name, on);
    if (name === 'allexport') this.variables.exportsAll = on;
    if (name !== 'posix') return;
    for (const changed of ['expand_aliases', 'inherit_errexit']) this.options.set(changed, on);
  }

  /** Takes the options of `set` back to what they were when `local -` was said. */
  restoreOptions(): void {
    const { optionsBefore: before } = this;
    if (before === undefined) return;
    for (const name of setOptions.keys())
      if (before.has(name) !== this.options.has(name)) this.setOption(name, before.has(name));
  }

  /** Goes to `path`, which is known to be a directory. */
  enter(path: Path): void {
    const { variables } = this;
    const from = variables.get('PWD') ?? formatPath(this.cwd);
    this.cwd = path;
    variables.set('OLDPWD', from);
    variables.export('OLDPWD');
    variables.set('PWD', formatPath(path));
    variables.export('PWD');
  }

  /** A subshell's state. */
  fork(): State {
    const state = new State({ ...this.#identity(), variables: this.variables.fork() }, this);
    const { options } = this;
    state.options = options.fork();
    const kept = new Set<string>();
    if (options.has('errtrace')) kept.add('ERR');
    if (options.has('functrace')) kept.add('DEBUG').add('RETURN');
    state.traps = this.traps.fork(kept);
    state.functions = new Map(this.functions);
    state.aliases = new Map(this.aliases);
    state.disabled = new Set(this.disabled);
    state.directories = this.directories;
    state.status = this.status;
    state.pipeStatuses = this.pipeStatuses;
    state.positional = this.positional;
    state.loops = this.loops;
    state.calls = this.calls;
    state.subshells = this.subshells + 1;
    state.jobs = new JobTable(this.jobs);
    state.lastBackground = this.lastBackground;
    state.lastArgument = this.lastArgument;
    state.source = this.source;
    state.position = this.position;
    state.mask = this.mask;
    return state;
  }

  #identity(): Omit<StateOptions, 'variables'> {
    const { cwd, home, name, interactive, reads, processes, args, shell } = this;
    const parentPid = this.shellParent;
    return { cwd, home, name, interactive, reads, processes, args, shell, parentPid };
  }
}
