// Text as shell input, and names as messages may show them: a name must not be able to move the cursor.

/** Controls, C1 controls, separators that are not spaces, bidi controls, and halves of surrogate pairs. */
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

const letters: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\x1b': '\\E',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
};

function escape(char: string): string {
  const letter = letters[char];
  if (letter !== undefined) return letter;
  if (!unsafe.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80
    ? '\\' + code.toString(8).padStart(3, '0')
    : '\\u' + code.toString(16).padStart(4, '0');
}

/** `$'…'` with every character that a terminal could obey escaped. */
export function quoteAnsi(text: string): string {
  return `$'${Array.from(text, escape).join('')}'`;
}

/** `'…'`, as `set` prints a value. */
export function quoteSingle(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A name in a message: as it is, or as `$'…'` where it holds anything that a terminal or a reader could be misled by. */
export function printable(text: string): string {
  return unsafe.test(text) ? quoteAnsi(text) : text;
}

/** What `%q` of `printf` prints: the text so that the shell reads it back as one word. */
export function quoteWord(text: string): string {
  if (text === '') return "''";
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)) return quoteAnsi(text);
  return text
    .replace(/[ '"\\|&;()<>!{}*[\]?^$`,]/g, '\\$&')
    .replace(/(^|[:=])~/g, '$1\\~')
    .replace(/^#/, '\\#');
}

/** A variable's value as `set` lists it: quoted only where it has to be. */
export function quoteValue(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)) return quoteAnsi(text);
  return /[\s'"\\|&;()<>!{}*[\]?^$`]|^[~#]|[:=]~/.test(text) ? quoteSingle(text) : text;
}

/** A variable's value in `"…"`, as `export -p` lists it. */
export function quoteDouble(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)) return quoteAnsi(text);
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}

/** `'…'` whatever the text is, as `${x@Q}` has it; `$'…'` where it has controls. */
export function quoteAlways(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)
    ? quoteAnsi(text)
    : quoteSingle(text);
}

/** An element of an array, as `declare -p` lists it. */
export function quoteArray(text: string): string {
  return quoteDouble(text);
}

/** A key of an associative array, as `declare -p` lists it: quoted where it has to be. */
export function quoteKey(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)) return quoteAnsi(text);
  return /^[\w%+,./:=@-]+$/.test(text) ? text : quoteDouble(text);
}

/** A word as `set -x` shows it: quoted where it has to be. */
export function quoteTraced(text: string): string {
  if (text === '') return "''";
  // Line ends and tabs are shown as they are.
  return /^[^]*[\n\t]/.test(text) && !unsafe.test(text.replace(/[\n\t]/g, ''))
    ? quoteSingle(text)
    : quoteValue(text);
}
