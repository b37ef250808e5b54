// A screen without a monitor (Xvfb), for the browser's own dialogs: they are no part of any page.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [width, height] = [1280, 900];

interface Point {
  readonly x: number;
  readonly y: number;
}

export type Color = readonly [red: number, green: number, blue: number];

/** Waits until `condition` holds. @throws Error after `timeout` ms */
export async function until<T>(
  condition: () => T | undefined,
  what: string,
  timeout = 20_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = condition();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export class VirtualScreen {
  readonly display: string;
  readonly #server: ChildProcess;
  readonly #folder: string;

  private constructor(display: string, server: ChildProcess, folder: string) {
    this.display = display;
    this.#server = server;
    this.#folder = folder;
  }

  /** Begins a screen of 1280 × 900 on a display that is free. */
  static async begin(): Promise<VirtualScreen> {
    const folder = mkdtempSync(join(tmpdir(), 'dirsh-screen-'));
    const args = [
      '-displayfd',
      '1',
      '-screen',
      '0',
      `${width}x${height}x24`,
      '-fbdir',
      folder,
      '-nolisten',
      'tcp',
    ];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const number = await new Promise<string>((resolve, reject) => {
      server.once('error', reject);
      server.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
    });
    return new VirtualScreen(`:${number}`, server, folder);
  }

  #xdotool(...args: string[]): string {
    const env = { ...process.env, DISPLAY: this.display };
    try {
      return execFileSync('xdotool', args, {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return ''; // a search that finds nothing fails
    }
  }

  /** The window whose title begins with `title`, when it is there. */
  async window(title: string): Promise<string> {
    const find = (): string | undefined =>
      this.#xdotool('search', '--onlyvisible', '--name', `^${title}`) || undefined;
    return until(find, `a window '${title}'`);
  }

  /** Waits until a window is gone. */
  async gone(title: string): Promise<void> {
    const find = (): true | undefined =>
      this.#xdotool('search', '--onlyvisible', '--name', `^${title}`) === '' ? true : undefined;
    await until(find, `the end of the window '${title}'`);
  }

  type(text: string): void {
    this.#xdotool('type', '--delay', '20', text);
  }

  press(...keys: string[]): void {
    this.#xdotool('key', ...keys);
  }

  click({ x, y }: Point): void {
    this.#xdotool('mousemove', String(x), String(y), 'click', '1');
  }

  /** The size of a window. */
  size(window: string): { readonly width: number; readonly height: number } {
    const lines = this.#xdotool('getwindowgeometry', '--shell', window);
    const number = (name: string): number =>
      Number(new RegExp(`^${name}=(\\d+)`, 'm').exec(lines)?.[1]);
    return { width: number('WIDTH'), height: number('HEIGHT') };
  }

  /** The middle of what is drawn in `color` below `top`, if there are at least `least` pixels of it. */
  find(color: Color, top: number, least: number): Point | undefined {
    // An XWD file: a header that tells its own length, a colour map, and the pixels (blue, green, red, unused).
    const data = readFileSync(join(this.#folder, 'Xvfb_screen0'));
    const pixels = data.readUInt32BE(0) + 12 * data.readUInt32BE(76);
    let [count, sumX, sumY] = [0, 0, 0];
    for (let y = top; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = pixels + 4 * (y * width + x);
        const [blue, green, red] = [data[at], data[at + 1], data[at + 2]];
        if (red !== color[0] || green !== color[1] || blue !== color[2]) continue;
        count++;
        sumX += x;
        sumY += y;
      }
    }
    if (count < least) return undefined;
    return { x: Math.round(sumX / count), y: Math.round(sumY / count) };
  }

  end(): void {
    this.#server.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
