// The one class of xterm.js's grapheme addon, without its own typings: those pull lib "dom" into a worker.
declare module '@xterm/addon-unicode-graphemes/lib/addon-unicode-graphemes.mjs' {
  /** xterm.js's `IUnicodeVersionProvider`. */
  interface UnicodeProvider {
    readonly version: string;
    /** Bit 0: joins what precedes; bits 1–2: the width so far; the rest: the state for the next code point. */
    charProperties(codePoint: number, preceding: number): number;
  }

  interface UnicodeHandling {
    register(provider: UnicodeProvider): void;
    activeVersion: string;
  }

  export class UnicodeGraphemesAddon {
    activate(terminal: { readonly unicode: UnicodeHandling }): void;
  }
}
