// Pasted text made harmless: it is text, never keys.

/**
 * `text` with its line ends as `\n`, ESC as U+241B (␛) and all other controls but tab dropped, C1 too: a paste can
 * neither run a command nor send a key, whatever the page that it was copied from put into it.
 */
export function harmlessPaste(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      .replaceAll('\x1b', '\u241b')
      // oxlint-disable-next-line no-control-regex -- these are what it is for
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
  );
}
