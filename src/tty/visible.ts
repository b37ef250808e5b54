// Text from outside made safe to show: nothing in it moves the cursor, hides itself or turns the line around.

// C0, DEL, C1; soft hyphen, ALM, Mongolian vowel separator, zero-width space and direction marks, line and paragraph
// separators, bidi embeddings and isolates and the deprecated format characters after them, BOM, interlinear
// annotations, tags, lone surrogates. ZWJ and ZWNJ stay: emoji and several scripts are written with them.
const dangerous =
  // oxlint-disable-next-line no-control-regex -- these are what it is for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** Whether `text` shows as it is. */
export function isVisible(text: string): boolean {
  return text.search(dangerous) === -1;
}

/**
 * `text` with each control and each character that could deceive written out: `^[`, `^?`, `<U+009B>`, `<U+202E>`.
 * For everything on the screen that comes from names or input; it cannot be turned back.
 */
export function visible(text: string): string {
  return text.replace(dangerous, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return '^' + String.fromCharCode(code ^ 0x40);
    if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
