// A prompt's text: its backslash escapes, and then the expansions of double quotes.
import { formatDate } from '../builtins/date-format.ts';
import { displayPath } from '../files.ts';
import { printable } from '../quote.ts';
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
    if (code.startsWith('D{')) return literal(formatDate(code.slice(2, -1) || '%X', new Date()));
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
      return literal(printable(trimmed(directory(state), state)));
    case 'W':
      return literal(printable(directory(state) === '~' ? '~' : (state.cwd.at(-1) ?? '/')));
    case 's':
      return literal(state.name.replace(/^.*\//, ''));
    case 'l':
      return 'tty';
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 't':
      return formatDate('%H:%M:%S', new Date());
    case 'T':
      return formatDate('%I:%M:%S', new Date());
    case '@':
      return formatDate('%I:%M %p', new Date());
    case 'A':
      return formatDate('%H:%M', new Date());
    case 'd':
      return formatDate('%a %b %d', new Date());
    case 'j':
      return '0';
    case '!':
      return String(state.historyNumber);
    case '#':
      return String(state.commandNumber);
    // What does not move the cursor is marked for the editor, and not shown.
    case '[':
    case ']':
      return '';
    default:
      return '\\\\' + literal(letter);
  }
}

/** The working directory as people read it. */
function directory({ cwd, variables }: State): string {
  return displayPath(cwd, variables.get('HOME'));
}

/** `PROMPT_DIRTRIM`: so many directories at the end, the others as three dots. */
function trimmed(text: string, { variables }: State): string {
  const count = Number(variables.get('PROMPT_DIRTRIM') ?? 0);
  const [, start = '', rest = ''] = /^(~?)\/?(.*)$/s.exec(text) ?? [];
  const names = rest.split('/');
  if (!(count > 0) || names.length <= count) return text;
  const dots = start === '' ? '...' : `${start}/...`;
  return `${dots}/${names.slice(-count).join('/')}`;
}

function literal(text: string): string {
  return text.replace(/[$`\\]/g, '\\$&');
}
