// What a shell remembers from one command to the next. A subshell has a copy.
import type { Path } from '../../wasi/vfs/path.ts';
import { formatPath } from '../../wasi/vfs/path.ts';
import { Variables } from './variables.ts';

/** Why the commands that follow are not run: `exit`, or an error that ends the whole line. */
export interface Leaving {
  readonly kind: 'exit' | 'abandon';
  readonly status: number;
}

/** The state that commands read and change. */
export class State {
  readonly variables: Variables;
  cwd: Path;
  /** The user's home directory, for `~` where `$HOME` is unset: what the password database says elsewhere. */
  readonly home: string;
  /** `$?` */
  status = 0;
  /** The status of each stage of the last pipeline. */
  pipeStatuses: readonly number[] = [0];
  /** `$1` … */
  positional: readonly string[] = [];
  leaving: Leaving | undefined;
  /** The status of the last `$(…)`, which is that of a command that is assignments only. */
  substitutionStatus: number | undefined;

  constructor(variables: Variables, cwd: Path, home: string) {
    this.variables = variables;
    this.cwd = cwd;
    this.home = home;
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
    const state = new State(this.variables.fork(), this.cwd, this.home);
    state.status = this.status;
    state.pipeStatuses = this.pipeStatuses;
    state.positional = this.positional;
    return state;
  }
}
