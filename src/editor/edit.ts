// One readLine's state: the line, what undo goes back to, and what the last command was.
import { type Line, type Motion, cut, emptyLine, insert, lineOf } from './line.ts';
import type { HistoryWalk } from './history.ts';
import type { KillRing } from './kill-ring.ts';

/** What the next command must know of the last one. */
export type Action = 'insert' | 'kill' | 'yank' | 'last-argument' | 'complete' | 'other';

/** What a command asks of the editor; undefined where the line is all that changed. */
export type Outcome =
  | 'accept'
  | 'bell'
  | 'clear-screen'
  | 'complete'
  | 'end-of-input'
  | 'interrupt'
  | 'literal';

/** A command of the keymap. */
export type Command = (edit: Edit) => Outcome | undefined;

/** The line that is being edited. */
export class Edit {
  readonly kills: KillRing;
  readonly history: HistoryWalk;
  /** What the command before this one did. */
  previous: Action = 'other';
  /** What this command does: it says so if it is not `other`. */
  action: Action = 'other';
  /** What yank-last-arg inserted last, and from how far back. */
  lastArgument = { text: '', back: 0 };
  #line: Line = emptyLine;
  readonly #undo: Line[] = [];

  constructor(history: HistoryWalk, kills: KillRing) {
    this.history = history;
    this.kills = kills;
  }

  get line(): Line {
    return this.#line;
  }

  /** Runs a command. */
  run(command: Command): Outcome | undefined {
    this.previous = this.action;
    this.action = 'other';
    return command(this);
  }

  /** Moves the cursor. */
  move(motion: Motion): undefined {
    this.#line = { text: this.#line.text, cursor: motion(this.#line) };
  }

  /** Changes the line so that undo comes back to it. */
  change(line: Line): undefined {
    if (line.text !== this.#line.text) this.#undo.push(this.#line);
    this.#line = line;
  }

  /** Inserts typed text; undo takes a run of it back at once, a word at most. */
  type(text: string): undefined {
    const joins =
      this.previous === 'insert' && !/\s$/u.test(this.#line.text.slice(0, this.#line.cursor));
    const line = insert(this.#line, text);
    if (joins) this.#line = line;
    else this.change(line);
    this.action = 'insert';
  }

  /** Cuts up to where `motion` leads and remembers it; kills in a row are one. */
  kill(motion: Motion): Outcome | undefined {
    const { line, cut: killed } = cut(this.#line, motion);
    const side = line.cursor < this.#line.cursor ? 'before' : 'after';
    this.kills.add(killed, side, this.previous === 'kill');
    this.action = 'kill';
    return this.change(line);
  }

  /** Cuts without remembering. */
  delete(motion: Motion): Outcome | undefined {
    const { line, cut: deleted } = cut(this.#line, motion);
    return deleted === '' ? 'bell' : this.change(line);
  }

  /** Shows another entry of the history; undo does not go over it. */
  show(text: string | undefined): Outcome | undefined {
    if (text === undefined) return 'bell';
    this.#line = lineOf(text);
    this.#undo.length = 0;
    return undefined;
  }

  undo(): Outcome | undefined {
    const line = this.#undo.pop();
    if (line === undefined) return 'bell';
    this.#line = line;
    return undefined;
  }
}
