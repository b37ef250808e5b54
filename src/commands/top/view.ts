// `top` on the screen: draws what runs, again and again, and does what keys ask for.
import { frameOf } from './frame.ts';
import { keysHelp } from './help.ts';
import { isOrderKey, sorted, type OrderKey } from './order.ts';
import type { Call } from '../call.ts';
import { keyWithin } from '../full-screen.ts';
import type { Keys } from '../less/keys.ts';
import { LineInput } from '../less/line-input.ts';
import { standout, type Screen } from '../less/screen.ts';
import { listedFor } from '../ps/ps.ts';
import { defaultAction } from '../../process/signals.ts';
import type { ListedProcess } from '../../process/process-table.ts';
import { isSignal, signalName, signalNumber } from '../../shell/traps.ts';
import { visible } from '../../tty/visible.ts';
import { width } from '../../tty/width.ts';

/** What of it can be chosen. */
export interface TopSettings {
  /** Between two pictures. */
  readonly seconds: number;
  /** How many pictures there are. */
  readonly count: number;
  readonly order: OrderKey;
  readonly reversed: boolean;
  /** Which processes are shown. */
  isShown(process: ListedProcess): boolean;
}

/** The longest that a person may wait for the next picture, in seconds: what a timer takes. */
export const longestDelay = 2_000_000;

export class TopView {
  readonly #call: Call;
  readonly #screen: Screen;
  readonly #keys: Keys;
  readonly #settings: TopSettings;
  #seconds: number;
  #order: OrderKey;
  #reversed: boolean;
  /** How many of the list are above the screen. */
  #offset = 0;
  /** Said in the last row until the next key. */
  #message = '';
  /** The first one of the list: whom `k` is for, where nobody else is named. */
  #first: number | undefined;

  constructor(call: Call, screen: Screen, keys: Keys, settings: TopSettings) {
    this.#call = call;
    this.#screen = screen;
    this.#keys = keys;
    this.#settings = settings;
    this.#seconds = settings.seconds;
    this.#order = settings.order;
    this.#reversed = settings.reversed;
  }

  /** Draws until a person leaves, or the pictures are drawn. */
  async run(): Promise<void> {
    for (let left = this.#settings.count; left > 0;) {
      await this.#draw();
      const key = await keyWithin(this.#call, this.#keys, this.#seconds);
      if (key === 'q' || key === '\u0003') return;
      this.#message = '';
      // What a key draws is not counted.
      if (key === undefined) left -= 1;
      else await this.#press(key);
    }
  }

  async #draw(prompt = this.#message, cursor = 0): Promise<void> {
    const all = await listedFor(this.#call);
    const { columns, height } = this.#screen;
    const listed = sorted(
      all.filter((process) => this.#settings.isShown(process)),
      this.#order,
      this.#reversed,
    );
    const { summary, headers, processes } = frameOf(this.#call, all, listed, columns);
    const room = Math.max(1, height - summary.length - 2);
    this.#offset = Math.max(0, Math.min(this.#offset, processes.length - room));
    this.#first = listed[this.#offset]?.pid;
    const header = standout(headers + ' '.repeat(Math.max(0, columns - width(headers))));
    const list = processes.slice(this.#offset, this.#offset + room);
    const rows = [...summary, '', header, ...list].slice(0, height);
    while (rows.length < height) rows.push(''); // what is asked stands in the last row
    await this.#screen.draw(rows, this.#screen.fit(prompt), cursor);
  }

  async #press(key: string): Promise<void> {
    if (isOrderKey(key)) {
      this.#order = key;
      this.#offset = 0;
      return;
    }
    const page = Math.max(1, this.#screen.height - 5);
    switch (key) {
      case 'R':
        this.#reversed = !this.#reversed;
        return;
      case 'up':
        this.#offset -= 1;
        return;
      case 'down':
        this.#offset += 1;
        return;
      case 'page-up':
        this.#offset -= page;
        return;
      case 'page-down':
        this.#offset += page;
        return;
      case 'home':
        this.#offset = 0;
        return;
      case 'end':
        this.#offset = Infinity;
        return;
      case 'd':
      case 's':
        return await this.#changeDelay();
      case 'k':
        return await this.#kill();
      case 'h':
      case '?':
        await this.#screen.draw(keysHelp.split('\n').slice(0, this.#screen.height), '');
        await this.#keys.next();
        return;
      case ' ':
      case '\r':
      case '\n':
      case 'resize':
        return;
      default:
        this.#message = "Unknown command - try 'h' for help";
    }
  }

  async #changeDelay(): Promise<void> {
    const answer = await this.#ask(`Change delay from ${this.#seconds.toFixed(1)} to `);
    if (answer === undefined || answer === '') return;
    const seconds = Number(answer.replace(',', '.'));
    if (seconds > 0 && seconds <= longestDelay) this.#seconds = seconds;
    else this.#message = 'Unacceptable floating point';
  }

  async #kill(): Promise<void> {
    const wanted = await this.#ask(`PID to signal/kill [default pid = ${this.#first ?? ''}] `);
    if (wanted === undefined) return;
    const pid = wanted === '' ? this.#first : /^\d+$/.test(wanted) ? Number(wanted) : undefined;
    if (pid === undefined) {
      this.#message = 'Unacceptable integer';
      return;
    }
    const answer = await this.#ask(`Send pid ${pid} signal [15/sigterm] `);
    if (answer === undefined) return;
    const signal = signalName(answer === '' ? 'TERM' : answer);
    const process = this.#call.session.world().processes.get(pid);
    if (signal === undefined || !isSignal(signalNumber(signal)))
      this.#message = `Unknown signal: ${visible(answer)}`;
    else if (pid === this.#call.pid && defaultAction(signal) === 'stops')
      this.#message = 'top would leave the screen as it is: Ctrl-C ends it';
    else if (process === undefined)
      this.#message = `Failed signal pid '${pid}' with '${signalNumber(signal)}': No such process`;
    else process.receive(signal);
  }

  /** What a person types in the last row; undefined where they give it up. */
  async #ask(question: string): Promise<string | undefined> {
    const input = new LineInput();
    for (;;) {
      const { text, cursor } = input.shown();
      await this.#draw(question + text, cursor);
      const state = input.press(await this.#keys.next());
      if (state === 'given-up') return undefined;
      if (state === 'done') return input.text.trim();
    }
  }
}
