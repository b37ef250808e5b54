// What each command of the keymap does to the line. The names are readline's.
import type { Command, Edit, Outcome } from './edit.ts';
import {
  type Motion,
  blankWordLeft,
  changeWord,
  graphemeLeft,
  graphemeRight,
  insert,
  lineEnd,
  lineStart,
  replace,
  transpose,
  vertical,
  wordLeft,
  wordRight,
} from './line.ts';

/** A move that rings the bell where it leads nowhere. */
function mover(motion: Motion): Command {
  return (edit) => {
    const { cursor } = edit.line;
    edit.move(motion);
    return edit.line.cursor === cursor ? 'bell' : undefined;
  };
}

/** Through the rows of a text, and at its first or last one through the history. */
function vertically(direction: -1 | 1): Command {
  return (edit) => {
    const line = vertical(edit.line, direction);
    if (line !== undefined) return edit.move(() => line.cursor);
    return edit.show(edit.history.step(direction, edit.line.text));
  };
}

function yank(edit: Edit): Outcome | undefined {
  const text = edit.kills.last;
  if (text === undefined) return 'bell';
  edit.action = 'yank';
  return edit.change(insert(edit.line, text));
}

/** Only after a yank: the kill before, in its place. */
function yankPop(edit: Edit): Outcome | undefined {
  const yanked = edit.kills.last;
  if (edit.previous !== 'yank' || yanked === undefined) return 'bell';
  edit.kills.rotate();
  edit.action = 'yank';
  const { cursor } = edit.line;
  return edit.change(replace(edit.line, cursor - yanked.length, cursor, edit.kills.last ?? ''));
}

/** The last word of the last line; again, that of the line before it. */
function yankLastArgument(edit: Edit): Outcome | undefined {
  const again = edit.previous === 'last-argument';
  const { text: before, back } = again ? edit.lastArgument : { text: '', back: 0 };
  const text = edit.history.lastArgument(back + 1);
  edit.action = again ? 'last-argument' : 'other';
  if (text === undefined) return 'bell';
  edit.action = 'last-argument';
  edit.lastArgument = { text, back: back + 1 };
  const { cursor } = edit.line;
  return edit.change(replace(edit.line, cursor - before.length, cursor, text));
}

function capitalize(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase());
}

/** The commands, by name. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['beginning-of-line', (edit) => edit.move(lineStart)],
  ['end-of-line', (edit) => edit.move(lineEnd)],
  ['backward-char', mover(graphemeLeft)],
  ['forward-char', mover(graphemeRight)],
  ['backward-word', mover(wordLeft)],
  ['forward-word', mover(wordRight)],
  ['backward-delete-char', (edit) => edit.delete(graphemeLeft)],
  ['delete-char', (edit) => edit.delete(graphemeRight)],
  [
    'delete-char-or-eof',
    (edit) => (edit.line.text === '' ? 'end-of-input' : edit.delete(graphemeRight)),
  ],
  ['kill-line', (edit) => edit.kill(lineEnd)],
  ['unix-line-discard', (edit) => edit.kill(lineStart)],
  ['unix-word-rubout', (edit) => edit.kill(blankWordLeft)],
  ['kill-word', (edit) => edit.kill(wordRight)],
  ['backward-kill-word', (edit) => edit.kill(wordLeft)],
  ['yank', yank],
  ['yank-pop', yankPop],
  ['yank-last-arg', yankLastArgument],
  ['transpose-chars', (edit) => edit.change(transpose(edit.line))],
  ['upcase-word', (edit) => edit.change(changeWord(edit.line, (word) => word.toUpperCase()))],
  ['downcase-word', (edit) => edit.change(changeWord(edit.line, (word) => word.toLowerCase()))],
  ['capitalize-word', (edit) => edit.change(changeWord(edit.line, capitalize))],
  ['undo', (edit) => edit.undo()],
  ['previous-line-or-history', vertically(-1)],
  ['next-line-or-history', vertically(1)],
  ['beginning-of-history', (edit) => edit.show(edit.history.first(edit.line.text))],
  ['end-of-history', (edit) => edit.show(edit.history.last(edit.line.text))],
  ['insert-newline', (edit) => edit.change(insert(edit.line, '\n'))],
  ['accept-line', () => 'accept'],
  ['complete', () => 'complete'],
  ['clear-screen', () => 'clear-screen'],
  ['interrupt', () => 'interrupt'],
  ['quoted-insert', () => 'literal'],
]);
