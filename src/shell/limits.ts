// What the shell refuses to fill the memory with. Each limit is a variable that a person can set.
import type { State } from './state.ts';

/** The limits by the names of their variables, with what holds where the variable is not set, and of what it is one. */
const limits = {
  /** `{1..999999999}` */
  DIRSH_MAX_WORDS: { value: 1_000_000, of: 'words that braces give' },
  /** `$(yes)` */
  DIRSH_MAX_OUTPUT: { value: 64 * 1024 * 1024, of: 'characters that $(…) gives' },
  /** In all subshells: `f() { f | f & }; f`. */
  DIRSH_MAX_JOBS: { value: 512, of: 'background jobs at once' },
  /** `eval` and `source` too. bash has the name, for functions, and no default. */
  FUNCNEST: { value: 4000, of: 'functions and subshells in one another' },
} as const;

type LimitName = keyof typeof limits;

/** A limit's value. */
export function limitOf(name: LimitName, { variables }: State): number {
  const value = Number(variables.get(name) ?? '');
  return value > 0 ? value : limits[name].value;
}

/** All limits, as they are now. */
export function allLimits(
  state: State,
): { readonly name: string; readonly of: string; readonly value: number }[] {
  return (Object.keys(limits) as LimitName[]).map((name) => ({
    name,
    of: limits[name].of,
    value: limitOf(name, state),
  }));
}
