// The variables that the shell computes whenever they are read.
import type { State } from './state.ts';

/** Has `state` compute its variables. */
export function computeVariables(state: State): void {
  const { clock, variables } = state;
  variables.compute('RANDOM', {
    get: () => String(clock.random()),
    set: (text) => clock.seed(Number(text) || 0),
  });
  variables.compute('SRANDOM', {
    get: () => String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0),
  });
  variables.compute('SECONDS', {
    get: () => String(clock.seconds),
    set: (text) => {
      clock.seconds = Number(text) || 0;
    },
  });
  variables.compute('EPOCHSECONDS', { get: () => String(Math.floor(Date.now() / 1000)) });
  variables.compute('EPOCHREALTIME', { get: () => (Date.now() / 1000).toFixed(6) });
  variables.compute('LINENO', { get: () => String(state.line) });
  variables.compute('BASHPID', { get: () => String(state.pid) });
  variables.compute('PPID', { get: () => String(state.shellParent) });
  variables.compute('UID', { get: () => '1000' });
  variables.compute('EUID', { get: () => '1000' });
  variables.compute('BASH_SUBSHELL', { get: () => String(state.subshells) });
  variables.compute('PIPESTATUS', { get: () => state.pipeStatuses.map(String) });
  variables.compute('FUNCNAME', {
    get: () => {
      const names = state.calls.map(({ name }) => name).toReversed();
      return state.calls.some(({ kind }) => kind === 'function') ? names : undefined;
    },
  });
  variables.compute('BASH_SOURCE', {
    get: () => state.calls.map(({ file }) => file).toReversed(),
  });
  variables.compute('BASH_LINENO', {
    get: () => state.calls.map(({ line }) => String(line)).toReversed(),
  });
  variables.compute('BASH_COMMAND', {
    get: () => state.commandSource.text.slice(state.command.pos, state.command.end),
  });
  variables.compute('DIRSTACK', { get: () => [variables.get('PWD') ?? '', ...state.directories] });
  variables.compute('_', { get: () => state.lastArgument });
  variables.compute('SHELLOPTS', { get: () => state.options.setNames.join(':') });
  variables.compute('BASHOPTS', { get: () => state.options.shoptsOn.join(':') });
}

/** What `$SECONDS` and `$RANDOM` go on from. */
export class Clock {
  #began: number;
  #random: number;

  /** @param parent that of the shell that a subshell is of */
  constructor(parent?: Clock) {
    this.#began = parent === undefined ? Date.now() : parent.#began;
    this.#random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  }

  get seconds(): number {
    return Math.floor((Date.now() - this.#began) / 1000);
  }

  set seconds(value: number) {
    this.#began = Date.now() - value * 1000;
  }

  seed(value: number): void {
    this.#random = value >>> 0;
  }

  /** The next of a sequence that its seed decides: bash's, of Park and Miller. */
  random(): number {
    const value = this.#random % 2147483647 || 123459876;
    const high = Math.floor(value / 127773);
    const next = 16807 * (value - high * 127773) - 2836 * high;
    this.#random = next < 0 ? next + 2147483647 : next;
    return ((this.#random >>> 16) ^ (this.#random & 65535)) & 32767;
  }
}
