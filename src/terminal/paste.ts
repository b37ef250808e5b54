// What is pasted, made harmless.

/**
 * Text that cannot end the bracketed paste or type keys by itself: escapes become visible, C1 controls go.
 * (xterm.js 6.0 does not strip the end marker from what is pasted: xtermjs/xterm.js#5716.)
 */
export function pasteText(text: string): string {
  return text.replaceAll('\u001b', '\u241b').replaceAll(/[\u0080-\u009f]/g, '');
}
