// The menu of `select`: numbered words in columns, downwards first.
import { textWidth } from '../../text-width.ts';

/** The lines of the menu, as wide as the window. */
export function menu(words: readonly string[], columns: number): string {
  const digits = String(words.length).length;
  const widest = Math.max(...words.map(textWidth)) + digits + 2;
  const across = Math.max(1, Math.floor(columns / (widest + 2)));
  const rows = Math.ceil(words.length / across);
  // What fits in one line is shown below each other all the same.
  const down = rows === 1 ? words.length : rows;
  let text = '';
  for (let row = 0; row < down; row += 1) {
    for (let index = row; index < words.length; index += down) {
      const word = words[index] ?? '';
      const entry = `${String(index + 1).padStart(digits)}) ${word}`;
      const isLast = index + down >= words.length;
      text += isLast ? entry : entry + ' '.repeat(Math.max(0, widest - textWidth(word) - digits));
    }
    text += '\n';
  }
  return text;
}
