// The screen: xterm.js with its addons.
import { FitAddon } from '@xterm/addon-fit';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { pasteText } from './paste.ts';
import { theme } from './theme.ts';

/** How long after the beginning WebGL is asked for, in milliseconds. */
const fastDrawingDelay = 1500;

/** Asks a worker of its own, which then ends. */
function hasGpu(): Promise<boolean> {
  const url = new URL('./gpu-probe.worker.ts', import.meta.url);
  const worker = new Worker(url, { type: 'module' });
  return new Promise((resolve) => {
    const answered = (has: boolean): void => {
      worker.terminate();
      resolve(has);
    };
    worker.onmessage = ({ data }: MessageEvent<boolean>) => answered(data);
    worker.onerror = () => answered(false);
  });
}

/** The terminal of the page. */
export class Screen {
  readonly terminal: Terminal;
  readonly #fit = new FitAddon();

  /** @param element where it is drawn; it takes the keyboard */
  constructor(element: HTMLElement) {
    this.terminal = new Terminal({
      allowProposedApi: true, // the unicode addon's
      cursorBlink: false, // a blinking one draws a frame each frame, and messages wait for those (RATIONALE.md)
      fontFamily: 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace',
      fontSize: 14,
      lineHeight: 1.1, // a row as high as the font cuts the underscores off (DejaVu Sans Mono at 14 px)
      logLevel: 'off', // a binary file on the screen is no error of the page
      scrollback: 10_000,
      theme,
    });
    this.terminal.loadAddon(this.#fit);
    this.terminal.loadAddon(new UnicodeGraphemesAddon());
    this.terminal.loadAddon(new WebLinksAddon());
    this.terminal.open(element);
    // Behind the first prompt.
    setTimeout(() => void this.#drawFast(), fastDrawingDelay);
    this.#copyAndPaste(element);
    this.terminal.attachCustomKeyEventHandler((event) => this.#keepsKey(event));
    this.#fit.fit();
    new ResizeObserver(() => this.#fit.fit()).observe(element);
    this.focus();
  }

  /**
   * WebGL where the machine has a GPU for it. Without one the browser draws in software, where a frame takes up to 0.4 s;
   * the DOM renderer, which is there already, takes a few milliseconds. So also when the browser takes the context away.
   */
  async #drawFast(): Promise<void> {
    if (!(await hasGpu())) return;
    const { WebglAddon } = await import('@xterm/addon-webgl');
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.terminal.loadAddon(webgl);
    } catch {
      // No WebGL 2 after all.
    }
  }

  #copyAndPaste(element: HTMLElement): void {
    element.addEventListener(
      'paste',
      (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        this.terminal.paste(pasteText(event.clipboardData?.getData('text/plain') ?? ''));
      },
      { capture: true },
    );
  }

  /** Ctrl-C copies what is selected, and interrupts where nothing is; true where the key is the terminal's. */
  #keepsKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || !event.ctrlKey || event.shiftKey || event.altKey) return true;
    if (event.key === 'c' && this.terminal.hasSelection()) {
      void navigator.clipboard.writeText(this.terminal.getSelection());
      this.terminal.clearSelection();
      event.preventDefault();
      return false;
    }
    if (event.key === 'Backspace') {
      // Does the work of Ctrl-W, which closes the tab; xterm.js would send the byte of Ctrl-H.
      this.terminal.input('\u001b\u007f');
      event.preventDefault();
      return false;
    }
    return true;
  }

  focus(): void {
    this.terminal.focus();
  }

  /** Calls `typed` with what the keyboard and pastes give, in UTF-8. */
  onInput(typed: (bytes: Uint8Array) => void): void {
    const encoder = new TextEncoder();
    this.terminal.onData((data) => typed(encoder.encode(data)));
    // Mouse reports: each character is a byte.
    this.terminal.onBinary((data) => typed(Uint8Array.from(data, (unit) => unit.charCodeAt(0))));
  }

  /** Calls `resized` when all output that was made for the old size is on the screen. */
  onResize(resized: (columns: number, rows: number) => void): void {
    this.terminal.onResize(({ cols, rows }) => this.terminal.write('', () => resized(cols, rows)));
  }

  /** Draws bytes; `drawn` is called when they are parsed, which is what holds back a program that writes too fast. */
  write(bytes: Uint8Array, drawn: () => void): void {
    this.terminal.write(bytes, drawn);
  }
}
