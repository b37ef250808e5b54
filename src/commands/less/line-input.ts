// A line of text that is typed in the last row of the screen.
import { visible } from '../../tty/visible.ts';
import { width } from '../../tty/width.ts';

export class LineInput {
  #before = '';
  #after = '';

  get text(): string {
    return this.#before + this.#after;
  }

  /** What is drawn, and how many columns before its end the cursor is. */
  shown(): { readonly text: string; readonly cursor: number } {
    const after = visible(this.#after);
    return { text: visible(this.#before) + after, cursor: width(after) };
  }

  /** Takes a key. `given-up`: it was none after all. */
  press(key: string): 'more' | 'done' | 'given-up' {
    switch (key) {
      case '\r':
      case '\n':
        return 'done';
      case '\u0003':
      case '\u0007':
      case '\u001b':
        return 'given-up';
      case '\u007f':
      case '\b':
        if (this.text === '') return 'given-up';
        this.#before = Array.from(this.#before).slice(0, -1).join('');
        return 'more';
      case '\u0015':
        this.#before = '';
        return 'more';
      case '\u0017':
        this.#before = this.#before.replace(/\S*\s*$/, '');
        return 'more';
      case 'left': {
        const last = Array.from(this.#before).at(-1) ?? '';
        this.#before = this.#before.slice(0, this.#before.length - last.length);
        this.#after = last + this.#after;
        return 'more';
      }
      case 'right': {
        const first = Array.from(this.#after)[0] ?? '';
        this.#before += first;
        this.#after = this.#after.slice(first.length);
        return 'more';
      }
      case 'home':
        this.#after = this.text;
        this.#before = '';
        return 'more';
      case 'end':
        this.#before = this.text;
        this.#after = '';
        return 'more';
      default:
        // Keys with a name and Alt with a character are no text.
        if (Array.from(key).length === 1) this.#before += key;
        return 'more';
    }
  }
}
