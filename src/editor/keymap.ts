// Which key is which command. Keys have Emacs's names: `C-a`, `M-b`, `C-left`, `home`.
import type { Keystroke } from '../tty/keystrokes.ts';

/** Finals of `ESC [` and `ESC O`. */
const finals = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['F', 'end'],
  ['H', 'home'],
  ['Z', 'S-tab'],
  ['M', 'enter'],
]);

/** First parameters of `ESC [ … ~`. */
const tildes = new Map([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'page-up'],
  [6, 'page-down'],
  [7, 'home'],
  [8, 'end'],
]);

const controls = new Map([
  [0x08, 'C-h'],
  [0x09, 'tab'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x7f, 'backspace'],
]);

/** xterm's modifier parameter: 1 + Shift 1 + Alt 2 + Control 4. Shift alone makes no other key of a motion. */
function modifiers(parameter: number): string {
  const bits = Math.max(0, parameter - 1);
  return ((bits & 4) === 0 ? '' : 'C-') + ((bits & 2) === 0 ? '' : 'M-');
}

function controlName(code: number): string {
  return controls.get(code) ?? `C-${String.fromCharCode(code ^ 0x40).toLowerCase()}`;
}

/** The name of a key, or undefined for a sequence that is none. Printable text is not named. */
export function keyName(key: Keystroke): string | undefined {
  if (key.kind === 'control') return controlName(key.code);
  if (key.kind !== 'sequence') return undefined;
  const sequence = /^\x1b[[O]([\d;]*)([A-Za-z~])$/.exec(key.text); // oxlint-disable-line no-control-regex
  if (sequence !== null) {
    const [, parameters = '', final = ''] = sequence;
    const [first = 1, second = 1] = parameters.split(';').map(Number);
    if (final === '~') {
      const name = tildes.get(first);
      return name === undefined ? undefined : modifiers(second) + name;
    }
    const name = finals.get(final);
    // rxvt's and the SS3 form with one parameter: the modifier alone.
    return name === undefined
      ? undefined
      : modifiers(parameters.includes(';') ? second : first) + name;
  }
  const rest = key.text.slice(1);
  if (rest === '' || rest.startsWith('[') || rest.length > 2) return undefined;
  const code = rest.charCodeAt(0);
  return `M-${code < 0x20 || code === 0x7f ? controlName(code) : rest}`;
}

/** readline's Emacs bindings: key → command. */
export const emacsBindings: ReadonlyMap<string, string> = new Map([
  ['C-a', 'beginning-of-line'],
  ['home', 'beginning-of-line'],
  ['C-e', 'end-of-line'],
  ['end', 'end-of-line'],
  ['C-b', 'backward-char'],
  ['left', 'backward-char'],
  ['C-f', 'forward-char'],
  ['right', 'forward-char'],
  ['M-b', 'backward-word'],
  ['C-left', 'backward-word'],
  ['M-left', 'backward-word'],
  ['M-f', 'forward-word'],
  ['C-right', 'forward-word'],
  ['M-right', 'forward-word'],
  ['C-h', 'backward-delete-char'],
  ['backspace', 'backward-delete-char'],
  ['C-d', 'delete-char-or-eof'],
  ['delete', 'delete-char'],
  ['C-k', 'kill-line'],
  ['C-u', 'unix-line-discard'],
  ['C-w', 'unix-word-rubout'],
  ['M-d', 'kill-word'],
  ['C-delete', 'kill-word'],
  ['M-delete', 'kill-word'],
  ['M-backspace', 'backward-kill-word'],
  ['M-C-h', 'backward-kill-word'],
  ['C-y', 'yank'],
  ['M-y', 'yank-pop'],
  ['M-.', 'yank-last-arg'],
  ['M-_', 'yank-last-arg'],
  ['C-t', 'transpose-chars'],
  ['M-u', 'upcase-word'],
  ['M-l', 'downcase-word'],
  ['M-c', 'capitalize-word'],
  ['C-_', 'undo'],
  ['C-p', 'previous-line-or-history'],
  ['up', 'previous-line-or-history'],
  ['C-n', 'next-line-or-history'],
  ['down', 'next-line-or-history'],
  ['M-<', 'beginning-of-history'],
  ['M->', 'end-of-history'],
  ['enter', 'accept-line'],
  ['C-j', 'accept-line'],
  ['M-enter', 'insert-newline'],
  ['tab', 'complete'],
  ['C-l', 'clear-screen'],
  ['C-c', 'interrupt'],
  ['C-v', 'quoted-insert'],
]);
