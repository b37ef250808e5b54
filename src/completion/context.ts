// What stands under the cursor: which word, what it is for, and how it is quoted. Pure.

/** How the place at the end of a word is quoted. */
export type Quoting = 'none' | 'single' | 'double' | 'ansi';

/** A word before the cursor. */
export interface Word {
  /** What it means, quotes removed; `$NAME` replaced where its value is known. */
  readonly value: string;
  /** Where each UTF-16 unit of `value` comes from in the text. */
  readonly offsets: readonly number[];
  /** Where the source of each unit ends. */
  readonly ends: readonly number[];
  /** Where it begins in the text. */
  readonly start: number;
}

export interface CompletionContext {
  readonly text: string;
  readonly cursor: number;
  /** The word that ends at the cursor, which may be empty. */
  readonly word: Word;
  readonly quoting: Quoting;
  /** Where the quote that is open at the cursor begins, -1 where none is. */
  readonly quoteStart: number;
  readonly position: 'command' | 'argument' | 'redirection' | 'comment';
  /** The `$NAME` or `${NAME` that ends at the cursor. `start` is that of its name. */
  readonly variable:
    | { readonly start: number; readonly name: string; readonly braced: boolean }
    | undefined;
  /** Whether a `~` at the word's beginning is the home directory: it is not quoted. */
  readonly tilde: boolean;
  /** The words of the command before this one. */
  readonly words: readonly string[];
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal;
}

/** The value of a variable, where it has one. */
export type Lookup = (name: string) => string | undefined;

/** Words after which a command is still to come. */
const leadingWords = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  'time',
  'sudo',
  'env',
  'strace',
]);
const assignment = /^[A-Za-z_]\w*\+?=/;

/** Whether the word behind `words` is a command. The options of `strace` stand before its own. */
function commandIsNext(words: readonly string[]): boolean {
  let traced = false;
  let argument = false;
  for (const word of words) {
    if (argument) argument = false;
    else if (traced && word.startsWith('-')) argument = /^-c*[eo]$/.test(word);
    else if (!leadingWords.has(word) && !assignment.test(word)) return false;
    else traced = word === 'strace';
  }
  return !argument;
}

/** Reads the text up to the cursor with the shell's quoting rules. What stands after the cursor does not count. */
export function contextOf(
  text: string,
  cursor: number,
  signal: AbortSignal,
  lookup: Lookup = () => undefined,
): CompletionContext {
  const scan = new Scan(text.slice(0, cursor), lookup);
  scan.run();
  const { word, quoting, quoteStart, position, words } = scan.result();
  const before = text.slice(word.start, cursor);
  const found =
    quoting === 'single' || quoting === 'ansi'
      ? null
      : /(?<!\\)(?:\\\\)*\$(\{?)([A-Za-z_]\w*|)$/.exec(before);
  const name = found?.[2] ?? '';
  const variable =
    found === null ? undefined : { start: cursor - name.length, name, braced: found[1] === '{' };
  return {
    text,
    cursor,
    word,
    quoting,
    quoteStart,
    position,
    variable,
    tilde: text[word.start] === '~',
    words,
    signal,
  };
}

/** What a `$(` or a quote interrupts. */
interface Frame {
  readonly closer: ')' | '`';
  readonly command: Command;
  readonly inDouble: boolean;
  readonly quoteStart: number;
}

interface Command {
  words: string[];
  /** The next word is the target of a redirection. */
  redirects: boolean;
  start: number;
  value: string;
  offsets: number[];
  ends: number[];
  begun: boolean;
}

class Scan {
  readonly #text: string;
  readonly #lookup: Lookup;
  readonly #frames: Frame[] = [];
  #command: Command;
  #at = 0;
  #quoting: Quoting = 'none';
  #quoteStart = -1;
  #inComment = false;

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
    this.#command = newCommand(0);
  }

  run(): void {
    while (this.#at < this.#text.length) {
      if (this.#quoting === 'single') this.#inSingle();
      else if (this.#quoting === 'ansi') this.#inAnsi();
      else if (this.#quoting === 'double') this.#inDouble();
      else this.#plain();
    }
  }

  result() {
    const command = this.#command;
    const { words } = command;
    const position = this.#position();
    const start = command.begun ? command.start : this.#text.length;
    const { value, offsets, ends } = command;
    const word: Word = { value, offsets, ends, start };
    return { word, quoting: this.#quoting, quoteStart: this.#quoteStart, position, words } as const;
  }

  #position(): CompletionContext['position'] {
    if (this.#inComment) return 'comment';
    if (this.#command.redirects) return 'redirection';
    return commandIsNext(this.#command.words) ? 'command' : 'argument';
  }

  #take(value: string, at = this.#at, length = 1): void {
    const command = this.#command;
    if (!command.begun) command.start = at;
    command.begun = true;
    command.value += value;
    for (let index = 0; index < value.length; index++) {
      command.offsets.push(at);
      command.ends.push(at + length);
    }
    this.#at = at + length;
  }

  #endWord(): void {
    const command = this.#command;
    if (command.begun && !command.redirects) command.words.push(command.value);
    if (command.begun) command.redirects = false;
    command.value = '';
    command.offsets = [];
    command.ends = [];
    command.begun = false;
  }

  #newCommand(length: number): void {
    this.#at += length;
    this.#command = newCommand(this.#at);
  }

  #open(quoting: Quoting, length: number): void {
    this.#quoteStart = this.#at;
    this.#quoting = quoting;
    this.#take('', this.#at, length);
  }

  #close(): void {
    this.#quoting = 'none';
    this.#quoteStart = -1;
    this.#at++;
  }

  #plain(): void {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    const char = rest.charAt(0);
    const closer = this.#frames.at(-1)?.closer;
    if (char === closer) return this.#endFrame();
    if (char === '\\') {
      if (rest.charAt(1) === '\n') this.#at += 2;
      else this.#take(rest.charAt(1), this.#at, 2);
    } else if (char === "'") this.#open('single', 1);
    else if (char === '"') this.#open('double', 1);
    else if (rest.startsWith("$'")) this.#open('ansi', 2);
    else if (char === '`' || char === '$') this.#dollar();
    else if (/\s/.test(char)) {
      if (char === '\n') this.#newCommand(1);
      else {
        this.#endWord();
        this.#at++;
      }
    } else if (char === '#' && !this.#command.begun) {
      const end = this.#text.indexOf('\n', this.#at);
      this.#inComment = end === -1;
      this.#at = end === -1 ? this.#text.length : end;
    } else if (/^[<>]/.test(rest) || rest.startsWith('&>')) this.#redirection(rest);
    else if (';|&('.includes(char) || (char === ')' && closer === undefined)) this.#newCommand(1);
    else this.#take(char);
  }

  #redirection(rest: string): void {
    if (/^[<>]\(/.test(rest)) return this.#newCommand(2);
    // A number right before it is a descriptor, not a word.
    if (/^\d+$/.test(this.#command.value)) this.#command.begun = false;
    this.#endWord();
    this.#at += /^(?:<<[<-]|&>>|>>|<<|>\||[<>]&|<>|&>|[<>])/.exec(rest)?.[0].length ?? 1;
    this.#command.redirects = true;
  }

  #inSingle(): void {
    const char = this.#text.charAt(this.#at);
    if (char === "'") this.#close();
    else this.#take(char);
  }

  #inAnsi(): void {
    const char = this.#text.charAt(this.#at);
    if (char === "'") return this.#close();
    if (char !== '\\') return this.#take(char);
    const escape = /^\\(?:x([\da-f]{1,2})|([0-7]{1,3})|([\s\S]))/i.exec(
      this.#text.slice(this.#at, this.#at + 4),
    );
    const [whole = char, hex, octal, letter = ''] = escape ?? [];
    const names: Record<string, string> = {
      n: '\n',
      t: '\t',
      r: '\r',
      a: '\x07',
      b: '\b',
      e: '\x1b',
      f: '\f',
      v: '\v',
    };
    const value =
      hex !== undefined
        ? String.fromCharCode(parseInt(hex, 16))
        : octal !== undefined
          ? String.fromCharCode(parseInt(octal, 8))
          : (names[letter] ?? letter);
    this.#take(value, this.#at, whole.length);
  }

  #inDouble(): void {
    const char = this.#text.charAt(this.#at);
    const next = this.#text.charAt(this.#at + 1);
    if (char === '"') this.#close();
    else if (char === '\\' && next !== '' && '$`"\\\n'.includes(next))
      this.#take(next === '\n' ? '' : next, this.#at, 2);
    else if (char === '$' || char === '`') this.#dollar();
    else this.#take(char);
  }

  /** A variable, or a substitution, in which another command begins. */
  #dollar(): void {
    const rest = this.#text.slice(this.#at);
    const variable = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(rest);
    if (variable !== null) {
      const value = this.#lookup(variable[1] ?? variable[2] ?? '');
      this.#take(value ?? variable[0], this.#at, variable[0].length);
    } else if (rest.startsWith('$(') || rest.startsWith('`')) {
      const isBackquote = rest.startsWith('`');
      this.#take('', this.#at, isBackquote ? 1 : 2);
      this.#frames.push({
        closer: isBackquote ? '`' : ')',
        command: this.#command,
        inDouble: this.#quoting === 'double',
        quoteStart: this.#quoteStart,
      });
      this.#command = newCommand(this.#at);
      this.#quoting = 'none';
      this.#quoteStart = -1;
    } else {
      this.#take('$');
    }
  }

  #endFrame(): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    this.#command = frame.command;
    this.#quoting = frame.inDouble ? 'double' : 'none';
    this.#quoteStart = frame.quoteStart;
    this.#at++;
  }
}

function newCommand(start: number): Command {
  return { words: [], redirects: false, start, value: '', offsets: [], ends: [], begun: false };
}
