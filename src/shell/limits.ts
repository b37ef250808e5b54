// What the shell refuses to fill the memory with. Each limit is a variable that a person can set.
import type { State } from './state.ts';

/** The limits by the names of their variables, with what holds where the variable is not set. */
const limits = {
  /** Words that braces may give: `{1..999999999}`. */
  DIRSH_MAX_WORDS: 1_000_000,
  /** Characters that `$(…)` may give: `$(yes)`. */
  DIRSH_MAX_OUTPUT: 64 * 1024 * 1024,
  /** Background jobs at once, in all subshells: `f() { f | f & }; f`. */
  DIRSH_MAX_JOBS: 512,
  /** Functions, subshells, `eval` and `source` in one another. bash has the name, for functions, and no default. */
  FUNCNEST: 4000,
} as const;

/** A limit's value. */
export function limitOf(name: keyof typeof limits, { variables }: State): number {
  const value = Number(variables.get(name) ?? '');
  return value > 0 ? value : limits[name];
}
