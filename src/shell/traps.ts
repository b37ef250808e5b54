// The commands of `trap`, by signal.

/** The signals that can be named, with their numbers; those below 0 are bash's own occasions. */
const signals: ReadonlyMap<string, number> = new Map([
  ['EXIT', 0],
  ['HUP', 1],
  ['INT', 2],
  ['QUIT', 3],
  ['ILL', 4],
  ['TRAP', 5],
  ['ABRT', 6],
  ['BUS', 7],
  ['FPE', 8],
  ['KILL', 9],
  ['USR1', 10],
  ['SEGV', 11],
  ['USR2', 12],
  ['PIPE', 13],
  ['ALRM', 14],
  ['TERM', 15],
  ['STKFLT', 16],
  ['CHLD', 17],
  ['CONT', 18],
  ['STOP', 19],
  ['TSTP', 20],
  ['TTIN', 21],
  ['TTOU', 22],
  ['URG', 23],
  ['XCPU', 24],
  ['XFSZ', 25],
  ['VTALRM', 26],
  ['PROF', 27],
  ['WINCH', 28],
  ['IO', 29],
  ['PWR', 30],
  ['SYS', 31],
  ['DEBUG', 65],
  ['ERR', 66],
  ['RETURN', 67],
]);
/** The first number of the occasions that are no signals, as bash has them. */
const firstOccasion = 65;

/** The signals with their numbers, in order; without the occasions that are none. */
const signalNumbers: readonly (readonly [name: string, number: number])[] = [...signals].filter(
  ([, number]) => isSignal(number),
);

/** A signal's name without SIG, from any of its names; undefined where there is no such signal. */
export function signalName(text: string): string | undefined {
  if (/^\d+$/.test(text))
    return [...signals].find(
      ([, number]) => number === Number(text) && number < firstOccasion,
    )?.[0];
  const name = text.toUpperCase().replace(/^SIG/, '');
  return signals.has(name) ? name : undefined;
}

/** A signal's number; 0 where there is none of that name, 65 and more for occasions such as ERR. */
export function signalNumber(name: string): number {
  return signals.get(name) ?? 0;
}

/** Whether it is the number of a signal that can be sent. */
export function isSignal(number: number): boolean {
  return number > 0 && number < firstOccasion;
}

/** What the system calls a process that a signal ended, in the words of `strsignal`. */
const titles: Readonly<Record<string, string>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
  ABRT: 'Aborted',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  USR2: 'User defined signal 2',
  PIPE: 'Broken pipe',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
};

/** How a job is called that the signal ended. */
export function signalTitle(name: string): string {
  return titles[name] ?? `Signal ${signalNumber(name)}`;
}

/** The name as `trap -p` prints it: bash's own occasions have no SIG. */
export function listedName(name: string): string {
  return isSignal(signalNumber(name)) ? `SIG${name}` : name;
}

/** What `trap -l` and `kill -l` print: five in a line. */
export function signalList(): string {
  return signalNumbers
    .map(([name, number], index) => {
      const entry = `${String(number).padStart(2)}) SIG${name}`;
      return index % 5 === 4 || index === signalNumbers.length - 1 ? `${entry}\n` : `${entry}\t`;
    })
    .join('');
}

/** The traps of a shell. */
export class Traps {
  #commands: Map<string, string>;
  /** Those of the shell that this subshell is of, for `trap` to list as long as it sets none of its own. */
  #inherited: ReadonlyMap<string, string> = new Map();

  constructor(commands: Iterable<readonly [string, string]> = []) {
    this.#commands = new Map(commands);
  }

  get isEmpty(): boolean {
    return this.#commands.size === 0;
  }

  /** The command, undefined where there is none; empty where the signal is ignored. */
  get(name: string): string | undefined {
    return this.#commands.get(name);
  }

  /** @param command undefined takes the trap away */
  set(name: string, command: string | undefined): void {
    this.#inherited = new Map();
    if (command === undefined) this.#commands.delete(name);
    else this.#commands.set(name, command);
  }

  /** Ignores a signal as what began this shell did, which is no trap of its own. */
  ignore(name: string): void {
    this.#commands.set(name, '');
    this.#inherited = new Map([...this.#inherited, [name, '']]);
  }

  /** Those that are set, by their numbers; bash's own occasions last. */
  list(): readonly (readonly [name: string, command: string])[] {
    const all = this.#inherited.size > 0 ? this.#inherited : this.#commands;
    return [...all].toSorted(([a], [b]) => signalNumber(a) - signalNumber(b));
  }

  /**
   * A subshell's: only what is ignored stays so.
   * @param keeps the occasions that `set -E` and `set -T` hand down
   */
  fork(keeps: ReadonlySet<string>): Traps {
    const kept = [...this.#commands].filter(([name, command]) => command === '' || keeps.has(name));
    const traps = new Traps(kept);
    traps.#inherited = new Map(this.list());
    return traps;
  }
}
