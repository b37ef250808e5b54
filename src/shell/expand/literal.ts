// Unquoted literal text: backslashes taken away, tildes resolved.
import type { State } from '../state.ts';
import type { Fragment } from './fragment.ts';
import type { Place } from './place.ts';
import { tildePrefix } from './tilde.ts';

/** Where the text stands in its word. */
interface Position {
  readonly first: boolean;
  readonly last: boolean;
}

/** The fragments of a literal's source text. */
export function expandLiteral(
  text: string,
  place: { readonly splits: boolean; readonly tilde: Place['tilde'] },
  position: Position,
  state: State,
): Fragment[] {
  const fragments: Fragment[] = [];
  const { splits, tilde } = place;
  const stops = tilde === 'start' ? '/' : '/:';
  let run = '';
  const flush = (): void => {
    if (run !== '') fragments.push({ text: run, quoted: false, splits });
    run = '';
  };
  for (let index = 0; index < text.length;) {
    const allowed = isTildePlace(text, index, tilde, position.first);
    const prefix = allowed
      ? tildePrefix(text.slice(index), position.last, stops, state)
      : undefined;
    if (prefix !== undefined) {
      flush();
      fragments.push({ text: prefix.directory, quoted: true, splits: false });
      index += prefix.length;
    } else if (text[index] === '\\' && text[index + 1] === '\n') {
      index += 2;
    } else if (text[index] === '\\' && index + 1 < text.length) {
      flush();
      const char = String.fromCodePoint(text.codePointAt(index + 1) ?? 0);
      fragments.push({ text: char, quoted: true, splits: false });
      index += 1 + char.length;
    } else {
      run += text.charAt(index);
      index += 1;
    }
  }
  flush();
  return fragments;
}

/** Whether a tilde at `index` stands where one is a directory. */
function isTildePlace(text: string, index: number, tilde: Place['tilde'], first: boolean): boolean {
  switch (tilde) {
    case 'none':
      return false;
    case 'start':
      return first && index === 0;
    case 'colons':
      return index === 0 ? first : text[index - 1] === ':';
    case 'equals':
      return text[index - 1] === ':' || (first && /^[A-Za-z_]\w*\+?=$/.test(text.slice(0, index)));
  }
}
