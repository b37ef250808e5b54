// A prompt's text: its backslash escapes, and then the expansions of double quotes.
import { formatPath } from '../../../wasi/vfs/path.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import type { Expansion } from './expansion.ts';
import { pieceText } from './fragment.ts';
import { quoted } from './place.ts';
import { quotedParts } from './word-parts.ts';

/** What a prompt such as `$PS4` or `${x@P}` shows. @throws ExpansionError */
export function* expandPrompt(text: string, expansion: Expansion): Steps<string> {
  const decoded = decodePrompt(text, expansion.state);
  if (!/[$`\\]/.test(decoded)) return decoded;
  return pieceText(yield* expansion.expand(quotedParts(decoded, expansion.state), quoted));
}

/** Resolves the escapes of a prompt. What they give is not expanded again. */
function decodePrompt(text: string, state: State): string {
  return text.replace(/\\(?:[0-7]{3}|D\{[^}]*\}|[^])/g, (escape) => {
    const code = escape.slice(1);
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 255);
    return resolve(code, state);
  });
}

function resolve(letter: string, state: State): string {
  switch (letter) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'a':
      return '\x07';
    case 'e':
      return '\x1b';
    case '\\':
      return '\\\\';
    case '$':
      return '\\$';
    case 'u':
      return literal(state.variables.get('USER') ?? 'user');
    case 'h':
    case 'H':
      return literal(state.variables.get('HOSTNAME') ?? 'localhost');
    case 'w':
      return literal(directory(state));
    case 'W':
      return literal(directory(state) === '~' ? '~' : (state.cwd.at(-1) ?? '/'));
    case 's':
      return literal(state.name.replace(/^.*\//, ''));
    case 't':
      return new Date().toTimeString().slice(0, 8);
    case 'A':
      return new Date().toTimeString().slice(0, 5);
    case 'd':
      return new Date().toDateString().slice(0, 10);
    case 'j':
      return '0';
    case '!':
    case '#':
      return '1';
    // What does not move the cursor is marked for the editor, and not shown.
    case '[':
    case ']':
      return '';
    default:
      return '\\\\' + literal(letter);
  }
}

/** The working directory with `~` for the home directory. */
function directory({ cwd, variables }: State): string {
  const text = formatPath(cwd);
  const home = variables.get('HOME');
  if (!home || home === '/') return text;
  if (text === home) return '~';
  return text.startsWith(`${home}/`) ? '~' + text.slice(home.length) : text;
}

function literal(text: string): string {
  return text.replace(/[$`\\]/g, '\\$&');
}
