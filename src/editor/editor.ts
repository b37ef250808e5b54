// readLine: keys in, a line out. The imperative shell around line, layout and history.
import { type Keystroke, KeystrokeReader } from '../tty/keystrokes.ts';
import { harmlessPaste } from '../tty/paste.ts';
import type { Tty } from '../tty/tty.ts';
import { commands as readlineCommands } from './commands.ts';
import type { Completer, Completion } from './completer.ts';
import { type Command, Edit, type Outcome } from './edit.ts';
import { HistoryWalk, type LineHistory } from './history.ts';
import { emacsBindings, keyName } from './keymap.ts';
import { KillRing } from './kill-ring.ts';
import { insert, lineOf, replace } from './line.ts';
import { Screen } from './screen.ts';

export interface EditorOptions {
  readonly history?: LineHistory;
  readonly completer?: Completer;
  /** Key → name of a command; readline's Emacs bindings unless given. */
  readonly bindings?: ReadonlyMap<string, string>;
  readonly commands?: ReadonlyMap<string, Command>;
  /** From how many candidates on Tab asks before it lists them. */
  readonly listWithoutAsking?: number;
}

export interface ReadLineOptions {
  /** The prompt of each further line; `> ` unless given. */
  readonly continuation?: string;
  /** Whether Enter ends the input or adds a line to it; always unless given. */
  readonly isComplete?: (text: string) => boolean;
  /** Called at Ctrl-C, before readLine gives '': the shell sets `$?` to 130. */
  readonly onInterrupt?: () => void;
  /** The text to begin with, the cursor behind it. */
  readonly initial?: string;
  /** Whether the line goes to the history; it does unless this is false. */
  readonly remember?: boolean;
  /** Ends it: readLine rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** An inverted mark, as zsh and fish show where a program's output had no newline at its end. */
const missingNewline = '\x1b[7m⏎\x1b[0m';

/** Reads lines from a terminal, one at a time. */
export class Editor {
  readonly #history: LineHistory | undefined;
  readonly #tty: Tty;
  readonly #options: EditorOptions;
  readonly #kills = new KillRing();
  #current: Reading | undefined;

  constructor(tty: Tty, options: EditorOptions = {}) {
    this.#tty = tty;
    this.#options = options;
    this.#history = options.history;
  }

  /** The text that is being edited, '' where none is (the page asks before it is left). */
  get text(): string {
    return this.#current?.text ?? '';
  }

  /**
   * Shows `prompt` and reads a line, or several that belong together. Ctrl-C gives '' after `onInterrupt`;
   * Ctrl-D on an empty line gives undefined. The promise is settled while Enter's byte is handled.
   */
  readLine(prompt: string, options: ReadLineOptions = {}): Promise<string | undefined> {
    if (this.#current !== undefined) throw new Error('readLine is already running');
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted === true) {
        reject(options.signal.reason as unknown);
        return;
      }
      const edit = new Edit(new HistoryWalk(this.#history?.entries ?? []), this.#kills);
      if (options.initial !== undefined && options.initial !== '')
        edit.change(lineOf(options.initial));
      const end = (settle: () => void) => {
        this.#current = undefined;
        settle();
      };
      const reading = new Reading(this.#tty, this.#options, prompt, options, edit, {
        resolve: (text) => {
          if (text !== undefined && options.remember !== false) this.#history?.add(text);
          end(() => resolve(text));
        },
        interrupt: () => {
          options.onInterrupt?.();
          end(() => resolve(''));
        },
        reject: (reason) => end(() => reject(reason)),
      });
      this.#current = reading;
      reading.begin();
    });
  }
}

interface Ending {
  readonly resolve: (text: string | undefined) => void;
  readonly interrupt: () => void;
  readonly reject: (reason: unknown) => void;
}

/** One readLine under way. */
class Reading {
  readonly #tty: Tty;
  readonly #editor: EditorOptions;
  readonly #options: ReadLineOptions;
  readonly #edit: Edit;
  readonly #ending: Ending;
  readonly #screen: Screen;
  readonly #keys = new KeystrokeReader();
  readonly #cleanUp: (() => void)[] = [];
  #finished = false;
  /** The next key is inserted as it is. */
  #literal = false;
  /** Tab's answer is awaited. */
  #completing: AbortController | undefined;
  /** `Display all …?` awaits its answer. */
  #question: (() => void) | undefined;

  constructor(
    tty: Tty,
    editor: EditorOptions,
    prompt: string,
    options: ReadLineOptions,
    edit: Edit,
    ending: Ending,
  ) {
    this.#tty = tty;
    this.#editor = editor;
    this.#options = options;
    this.#edit = edit;
    this.#ending = ending;
    this.#screen = new Screen(tty, prompt, options.continuation ?? '> ');
  }

  get text(): string {
    return this.#edit.line.text;
  }

  begin(): void {
    const { signal } = this.#options;
    const abort = () => this.#finish(() => this.#ending.reject(signal?.reason));
    signal?.addEventListener('abort', abort, { once: true });
    this.#cleanUp.push(
      this.#tty.onResize(() => this.#screen.resize(this.#edit.line)),
      () => signal?.removeEventListener('abort', abort),
    );
    let shown = false;
    const release = this.#tty.capture((bytes) => {
      if (this.#finished) return 0;
      if (!shown) {
        shown = true;
        this.#screen.begin(missingNewline);
      }
      return this.#take(bytes);
    });
    // Type-ahead may have ended it already, before there was anything to release.
    if (this.#finished) {
      release();
      return;
    }
    this.#cleanUp.push(release);
    if (!shown) {
      shown = true;
      this.#screen.begin(missingNewline);
      this.#screen.draw(this.#edit.line);
    }
  }

  /** Handles keys until the line is finished. */
  #take(bytes: Uint8Array): number {
    this.#keys.push(bytes);
    for (let key = this.#keys.next(); key !== undefined; key = this.#keys.next()) {
      this.#key(key);
      if (this.#finished) return bytes.length - this.#keys.rest().length;
    }
    if (this.#question === undefined) this.#screen.draw(this.#edit.line);
    return bytes.length;
  }

  #key(key: Keystroke): void {
    this.#completing?.abort();
    this.#completing = undefined;
    if (this.#question !== undefined) {
      this.#answer(key);
    } else if (key.kind === 'paste') {
      const text = harmlessPaste(key.text);
      this.#edit.run((edit) => edit.change(insert(edit.line, text)));
    } else if (this.#literal) {
      this.#literal = false;
      const { text } = key.kind === 'control' ? { text: String.fromCharCode(key.code) } : key;
      this.#edit.run((edit) => edit.type(text));
    } else if (key.kind === 'text') {
      this.#edit.run((edit) => edit.type(key.text));
    } else {
      this.#command(keyName(key));
    }
  }

  #command(key: string | undefined): void {
    const name = key === undefined ? undefined : (this.#editor.bindings ?? emacsBindings).get(key);
    const command =
      name === undefined ? undefined : (this.#editor.commands ?? readlineCommands).get(name);
    // A key without a meaning does nothing, and is never inserted.
    if (command === undefined) return;
    this.#perform(this.#edit.run(command));
  }

  #perform(outcome: Outcome | undefined): void {
    if (outcome === 'bell') this.#screen.bell();
    else if (outcome === 'accept') this.#accept();
    else if (outcome === 'complete') this.#complete();
    else if (outcome === 'literal') this.#literal = true;
    else if (outcome === 'clear-screen') this.#screen.clear();
    else if (outcome === 'end-of-input') this.#finish(() => this.#ending.resolve(undefined));
    else if (outcome === 'interrupt') this.#finish(this.#ending.interrupt, '^C');
  }

  #accept(): void {
    const { text } = this.#edit.line;
    const isComplete = this.#options.isComplete?.(text) ?? true;
    if (isComplete) this.#finish(() => this.#ending.resolve(text));
    else this.#edit.change(insert(lineOf(text), '\n'));
  }

  #finish(settle: () => void, mark = ''): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#completing?.abort();
    this.#screen.end(this.#edit.line, mark);
    for (const cleanUp of this.#cleanUp) cleanUp();
    settle();
  }

  #complete(): void {
    const { completer } = this.#editor;
    const again = this.#edit.previous === 'complete';
    this.#edit.action = 'complete';
    if (completer === undefined) return this.#screen.bell();
    const asked = new AbortController();
    const { text, cursor } = this.#edit.line;
    const answer = completer(text, cursor, asked.signal);
    if (!(answer instanceof Promise)) return this.#completed(answer, again);
    this.#completing = asked;
    const isLate = () => asked.signal.aborted || this.#finished;
    answer.then(
      (completion) => {
        if (isLate()) return;
        this.#completing = undefined;
        this.#completed(completion, again);
        if (this.#question === undefined) this.#screen.draw(this.#edit.line);
      },
      () => {
        // A folder that cannot be read has no candidates; the command that is typed will say why.
        if (!isLate()) this.#screen.bell();
      },
    );
  }

  #completed(completion: Completion | undefined, again: boolean): void {
    if (completion === undefined || completion.count === 0) return this.#screen.bell();
    const { start, end, text } = completion.edit;
    const { line } = this.#edit;
    const changes = line.text.slice(start, end) !== text;
    if (changes) this.#edit.change(replace(line, start, end, text));
    if (completion.count === 1) {
      this.#edit.action = 'other';
      return;
    }
    if (changes || !again) {
      this.#screen.bell();
      return;
    }
    const list = () => this.#screen.below(this.#edit.line, completion.list(this.#tty.columns));
    if (completion.count <= (this.#editor.listWithoutAsking ?? 100)) {
      list();
    } else {
      this.#question = list;
      this.#screen.ask(this.#edit.line, `Display all ${completion.count} possibilities? (y or n)`);
    }
  }

  #answer(key: Keystroke): void {
    const text = key.kind === 'text' ? key.text.toLowerCase() : '';
    const isControl = key.kind === 'control';
    if (key.kind === 'text' && key.text.length > 1) {
      for (const char of key.text) this.#key({ ...key, text: char });
    } else if (text === 'y' || (isControl && key.code === 0x09)) {
      const list = this.#question;
      this.#question = undefined;
      list?.();
    } else if (text === 'n' || (isControl && [0x03, 0x07, 0x7f].includes(key.code))) {
      this.#question = undefined;
      this.#screen.below(this.#edit.line, []);
    } else {
      this.#screen.bell();
    }
  }
}
