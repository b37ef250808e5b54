// `~`, `~+`, `~-` and `~2`, a place in the directory stack, at the start of a word, and after each colon of an assignment.
import { formatPath } from '../../../wasi/vfs/path.ts';
import type { State } from '../state.ts';

/**
 * The directory that a text begins with, and how many characters of it that replaces; undefined where it begins with
 * none. `~name` stays as it is: there are no other users.
 * @param ends whether the word ends with this text, so that `~` alone is meant
 * @param stops the characters that end the prefix
 */
export function tildePrefix(
  text: string,
  ends: boolean,
  stops: string,
  state: State,
): { readonly directory: string; readonly length: number } | undefined {
  if (!text.startsWith('~')) return undefined;
  let length = 1;
  while (length < text.length && !stops.includes(text.charAt(length))) length += 1;
  if (length === text.length && !ends) return undefined;
  const directory = directoryOf(text.slice(1, length), state);
  return directory === undefined ? undefined : { directory, length };
}

function directoryOf(name: string, state: State): string | undefined {
  if (name === '') return state.variables.get('HOME') ?? state.home;
  if (name === '+') return state.variables.get('PWD') ?? formatPath(state.cwd);
  if (name === '-') return state.variables.get('OLDPWD');
  const [, sign, digits] = /^([-+]?)(\d+)$/.exec(name) ?? [];
  if (digits === undefined) return undefined;
  const stack = [state.variables.get('PWD') ?? formatPath(state.cwd), ...state.directories];
  return stack[sign === '-' ? stack.length - 1 - Number(digits) : Number(digits)];
}
