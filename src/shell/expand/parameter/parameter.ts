// The values of parameters by name: variables, `$1`, `$?` and the like.
import type { State } from '../../state.ts';
import { isName } from '../../variable-name.ts';

/** A parameter's value, undefined where it is not set. `$@` and `$*` are lists: see `isList`. */
export function parameterValue(name: string, state: State): string | undefined {
  switch (name) {
    case '?':
      return String(state.status);
    case '$':
      return String(state.shell);
    case '#':
      return String(state.positional.length);
    case '0':
      return state.name;
    case '-':
      return state.flags;
    case '!':
      return state.lastBackground;
    default:
      return /^\d/.test(name) ? state.positional[Number(name) - 1] : state.variables.get(name);
  }
}

/** Whether the parameter stands for all positional ones. */
export function isList(name: string): name is '@' | '*' {
  return name === '@' || name === '*';
}

/** Whether there can be a parameter of that name. */
export function isParameter(name: string): boolean {
  return isName(name) || /^(?:\d+|[?$#@*!-])$/.test(name);
}

/** `$IFS`, the blanks where it is not set. */
export function separators(state: State): string {
  return state.variables.get('IFS') ?? ' \t\n';
}
