import { describe, expect, test } from 'vitest';
import { KeystrokeReader } from '../tty/keystrokes.ts';
import { commands } from './commands.ts';
import { Edit } from './edit.ts';
import { HistoryWalk } from './history.ts';
import { emacsBindings, keyName } from './keymap.ts';
import { KillRing } from './kill-ring.ts';
import { lineOf } from './line.ts';

/** Types `keys` into `marked`, and gives the line with `|` as the cursor. */
function type(marked: string, keys: string, history: string[] = []): string {
  const edit = new Edit(new HistoryWalk(history), new KillRing());
  edit.change(lineOf(marked.replace('|', '')));
  edit.move(() => marked.indexOf('|'));
  const reader = new KeystrokeReader();
  reader.push(new TextEncoder().encode(keys));
  for (let key = reader.next(); key !== undefined; key = reader.next()) {
    const { text } = key.kind === 'text' ? key : { text: '' };
    const command = commands.get(emacsBindings.get(keyName(key) ?? '') ?? '');
    for (const char of text) edit.run((typed) => typed.type(char));
    if (key.kind === 'text') continue;
    if (command !== undefined) edit.run(command);
  }
  const { text, cursor } = edit.line;
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

// What kills, yanks, word motions, transpose, case and history give is bash 5.2's own answer: it ran in a pty, and
// `bind -x` printed READLINE_LINE and READLINE_POINT.
describe('commands', () => {
  test.each([
    ['moves by graphemes', 'ae\u0301👨‍👩‍👧|', '\x02\x02x', 'ax|e\u0301👨‍👩‍👧'],
    ['moves by words', 'one two-three |', '\x1bb\x1bb', 'one |two-three '],
    ['moves to the end of words', '|one two-three', '\x1bf\x1bf', 'one two|-three'],
    ['moves by words with Ctrl-arrows', 'one two|', '\x1b[1;5D\x1b[1;5D\x1b[1;5C', 'one| two'],
    ['goes to the ends', 'abc|', '\x01x\x05y', 'xabcy|'],
    [
      'goes to the ends with all their keys',
      'abc|',
      '\x1b[Ha\x1b[Fb\x1bOHc\x1bOFd\x1b[1~e\x1b[4~f',
      'ecaabcbdf|',
    ],
    ['deletes graphemes', 'a👨‍👩‍👧|b', '\x7f\x1b[3~', 'a|'],
    ['deletes at the cursor', 'a|bc', '\x04', 'a|c'],
    ['kills to the end and yanks', 'one| two', '\x0b\x01\x19', ' two|one'],
    ['kills to the beginning', 'one| two', '\x15', '| two'],
    ['kills blank-separated words', 'one two-three|', '\x17', 'one |'],
    ['kills words', 'one two-three|', '\x1b\x7f', 'one two-|'],
    ['kills words to the right', '|one two', '\x1bd', '| two'],
    ['joins kills in a row', 'one two three|', '\x17\x17\x19', 'one two three|'],
    ['joins kills in both directions', 'one |two three', '\x1bd\x17\x05\x19', ' threeone two|'],
    ['starts another kill after a motion', 'one two|', '\x17\x02\x05\x17\x19', 'one |'],
    ['goes through the kills', 'one two|', '\x17\x01\x0b\x19\x1by', 'two|'],
    ['transposes in the middle', 'ab|cd', '\x14', 'acb|d'],
    ['transposes at the end', 'abc|', '\x14', 'acb|'],
    ['does not transpose at the beginning', '|abc', '\x14', '|abc'],
    ['changes the case of words', '|one two three', '\x1bu\x1bc\x1bl', 'ONE Two three|'],
    ['undoes typing word by word', '|', 'one two\x1f', 'one |'],
    ['undoes kills', 'one two|', '\x17\x1f', 'one two|'],
    ['swallows keys that mean nothing', 'a|', '\x1b[15~\x1b[1;2P\x1bOP\x1b[?1;2c\x1b[200x', 'a|'],
  ])('%s', (_, before, keys, after) => {
    expect(type(before, keys)).toBe(after);
  });

  test.each([
    ['goes up and keeps the line', 'new|', '\x1b[A\x1b[B', 'new|'],
    ['keeps edited entries', '|', '\x10x\x10\x0e', 'two argx|'],
    ['stops at the oldest', '|', '\x10\x10\x10\x10', 'one|'],
    ['goes to the oldest and back', 'new|', '\x1b<\x1b>', 'new|'],
    ['inserts the last argument', 'cat |', '\x1b.', 'cat arg|'],
    ['inserts earlier last arguments', 'cat |', '\x1b.\x1b.', 'cat one|'],
  ])('%s', (_, before, keys, after) => {
    expect(type(before, keys, ['one', 'two arg'])).toBe(after);
  });

  test('goes through the rows of a text before the history', () => {
    expect(type('ab\ncde|', '\x1b[A', ['old'])).toBe('ab|\ncde');
    expect(type('ab\nc|de', '\x1b[A', ['old'])).toBe('a|b\ncde');
    expect(type('a|b\ncde', '\x1b[A', ['old'])).toBe('old|');
    expect(type('a|b\n\nx', '\x1b[B\x1b[B', ['old'])).toBe('ab\n\n|x');
    expect(type('ab\ncd|e', '\x01\x0b')).toBe('ab\n|');
  });
});
