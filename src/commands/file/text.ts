// What kind of text a file is: its language, its encoding, its line ends.
import type { Head, Kind } from './magic.ts';

/** A kind of text; its encoding's name for MIME besides. */
export interface TextKind extends Kind {
  readonly charset: string;
}

/** A line of so many characters is a very long one. */
const veryLong = 512;

const interpreters: readonly (readonly [name: RegExp, text: string, mime: string])[] = [
  [/^(?:sh|dash)$/, 'POSIX shell script', 'text/x-shellscript'],
  [/^bash$/, 'Bourne-Again shell script', 'text/x-shellscript'],
  [/^zsh$/, "Paul Falstad's zsh script", 'text/x-shellscript'],
  [/^python[0-9.]*$/, 'Python script', 'text/x-script.python'],
  [/^perl$/, 'Perl script text executable', 'text/x-perl'],
  [/^node$/, 'Node.js script', 'application/javascript'],
  [/^ruby$/, 'Ruby script', 'text/x-ruby'],
  [/^awk$/, 'awk script', 'text/x-awk'],
];

const beginnings: readonly (readonly [pattern: RegExp, text: string, mime: string])[] = [
  [/^<\?xml version="?([^"?]*)/i, 'XML $1 document', 'text/xml'],
  [/^\s*<(?:!doctype html|html|head|body)\b/i, 'HTML document', 'text/html'],
  [/^\s*(?:<svg\b|<!doctype svg)/i, 'SVG Scalable Vector Graphics image', 'image/svg+xml'],
  [/^<\?php/, 'PHP script', 'text/x-php'],
  [/^-----BEGIN CERTIFICATE-----/, 'PEM certificate', 'text/plain'],
  [/^-----BEGIN RSA PRIVATE/, 'PEM RSA private key', 'text/plain'],
  [/^-----BEGIN OPENSSH PRIVATE KEY/, 'OpenSSH private key', 'text/plain'],
  [/^diff (?:--git|-)|^--- [^\n]*\n\+\+\+ /, 'unified diff output', 'text/x-diff'],
  [/^\s*(?:#include\s*[<"]|(?:int|void) main\s*\()/m, 'C source', 'text/x-c'],
  [/^BEGIN:VCARD/, 'vCard visiting card', 'text/vcard'],
  [/^BEGIN:VCALENDAR/, 'vCalendar calendar file', 'text/calendar'],
];

/** Behind these nothing is said of the encoding. */
const complete = /^PEM |^OpenSSH | text executable$/;

/** What a text is; undefined where it is none. @param isWhole whether these are all bytes of the file */
export function textKind(head: Head, isWhole: boolean): TextKind | undefined {
  const encoding = encodingOf(head.bytes, isWhole);
  if (encoding === undefined) return undefined;
  const { text, charset, name } = encoding;
  if (isWhole && isJson(text)) return { text: 'JSON text data', mime: 'application/json', charset };
  const script = scriptOf(text);
  const found = script ?? beginningOf(text);
  if (found !== undefined && complete.test(found.text)) return { ...found, charset };
  const words = `${name} text${script === undefined ? '' : ' executable'}${details(text)}`;
  return {
    text: found === undefined ? words : `${found.text}, ${words}`,
    mime: found?.mime ?? 'text/plain',
    charset,
  };
}

function scriptOf(text: string): Kind | undefined {
  const line = /^#![ \t]*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  if (line === null) return undefined;
  const [, path = '', argument = ''] = line;
  const program = path.replace(/^.*\//, '');
  const name = program === 'env' ? argument : program;
  const found = interpreters.find(([pattern]) => pattern.test(name));
  if (found === undefined)
    return {
      text: `a ${program === 'env' ? `${path} ${argument}` : path} script`,
      mime: 'text/plain',
    };
  return { text: found[1], mime: found[2] };
}

function beginningOf(text: string): Kind | undefined {
  for (const [pattern, words, mime] of beginnings) {
    const found = pattern.exec(text.slice(0, 4096));
    if (found !== null) return { text: words.replace('$1', found[1] ?? ''), mime };
  }
  return undefined;
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return false;
  }
}

interface Encoding {
  readonly text: string;
  readonly name: string;
  readonly charset: string;
}

// NUL to BEL, and what is between line ends and ESC, is in no text.
// oxlint-disable-next-line no-control-regex -- these are what it is for
const noText = /[\u0000-\u0006\u000e-\u001a\u001c-\u001f\u007f]/;

function encodingOf(bytes: Uint8Array, isWhole: boolean): Encoding | undefined {
  for (const [label, mark, name] of [
    ['utf-16le', [0xff, 0xfe], 'little-endian'],
    ['utf-16be', [0xfe, 0xff], 'big-endian'],
  ] as const) {
    if (!mark.every((byte, index) => bytes[index] === byte)) continue;
    const text = new TextDecoder(label).decode(bytes);
    return { text, name: `Unicode text, UTF-16, ${name}`, charset: label };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return latin(bytes);
  }
  if (noText.test(text)) return undefined;
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text, name: 'Unicode text, UTF-8 (with BOM)', charset: 'utf-8' };
  if (text.length === bytes.length) return { text, name: 'ASCII', charset: 'us-ascii' };
  return { text, name: 'Unicode text, UTF-8', charset: 'utf-8' };
}

/** Text of one byte a character: any other bytes but controls, of which ISO 8859 has more. */
function latin(bytes: Uint8Array): Encoding | undefined {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  if (noText.test(text)) return undefined;
  const isIso = !/[\u0080-\u0084\u0086-\u009f]/.test(text);
  return isIso
    ? { text, name: 'ISO-8859', charset: 'iso-8859-1' }
    : { text, name: 'Non-ISO extended-ASCII', charset: 'unknown-8bit' };
}

function details(text: string): string {
  let words = '';
  const longest = Math.max(...text.split(/\r\n|\r|\n/).map(({ length }) => length));
  if (longest > veryLong) words += `, with very long lines (${longest})`;
  const pairs = text.includes('\r\n');
  const returns = /\r(?!\n)/.test(text);
  const newlines = /(?:^|[^\r])\n/.test(text);
  if (!pairs && !returns && !newlines) words += ', with no line terminators';
  else if (pairs || returns) {
    const ends = [pairs && 'CRLF', returns && 'CR', newlines && 'LF'];
    words += `, with ${ends.filter((end) => end !== false).join(', ')} line terminators`;
  }
  if (text.includes('\u001b')) words += ', with escape sequences';
  if (text.includes('\b')) words += ', with overstriking';
  return words;
}
