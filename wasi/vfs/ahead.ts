// What a program is about to ask for, asked for before it does: it goes through the names of a listing, or through its
// arguments, one after another, and each question alone takes the browser as long as sixteen at once.
import type { Path } from './path.ts';
import type { ReadAhead } from './read-ahead.ts';

/** How old an answer may be that was asked for ahead, in milliseconds. */
const soon = 100;
/** How many names ahead are asked for. */
const window = 16;
/** How many names in order are no accident, where nobody says it. */
const usualHabit = 2;
/** How many names of an order may be left out, such as by a program that looks at some kinds of names alone. */
const gap = 4;
/** How much content is held at most that nobody has asked for, in bytes. */
const maximumContent = 4 * 1024 * 1024;
/** How many directories' orders are kept. */
const maximumOrders = 64;

/** A file as it was met. */
export interface Glance {
  /** Its handle. */
  readonly handle: FileSystemFileHandle;
  /** Its snapshot. */
  readonly file: File;
  /** Its content, asked for as well. */
  readonly reader: ReadAhead | undefined;
}

/**
 * Looks at a file.
 * @param content whether it is asked for, too, where it is at most so many bytes
 * @returns undefined where it is none that can be told so: whoever asks for it asks anew
 */
export type Look = (path: Path, content: number) => Promise<Glance | undefined>;

/** What a program asks: a stat, or an open for reading. */
export type Question = 'stat' | 'open';

interface Answer {
  readonly asked: number;
  /** It has answered a stat: it answers an open, and no second stat. */
  told: boolean;
  readonly glance: Promise<Glance | undefined>;
  /** The content that is held for it, in bytes. */
  content: number;
}

/** Names in an order in which a program may ask for them. */
interface Order {
  readonly names: readonly string[];
  /** Where each name is; made at the first question that is out of order. */
  index: Map<string, number> | undefined;
  /** Where the next question is expected. */
  next: number;
  /** How many came as expected, one after another. */
  hits: number;
  /** Whether they are opened: then their content is asked for as well. */
  opens: boolean;
}

/** The names of one directory. */
interface Orders {
  readonly listed: string[];
  complete: boolean;
  known: Order[];
}

/** What one program asks of one file system. What it changes itself is told by `forget`. */
export class Ahead {
  readonly #look: Look;
  readonly #directories = new Map<string, Orders>();
  readonly #answers = new Map<string, Answer>();
  readonly #habit: number;
  #content = 0;

  /** @param habit how many names in order are no accident */
  constructor(look: Look, habit = usualHabit) {
    this.#look = look;
    this.#habit = habit;
  }

  /** A listing of a directory begins anew. */
  begin(directory: Path): void {
    const key = directory.join('/');
    this.#directories.delete(key);
    this.#directories.set(key, { listed: [], complete: false, known: [] });
    if (this.#directories.size > maximumOrders) {
      const [oldest = ''] = this.#directories.keys();
      this.#directories.delete(oldest);
    }
  }

  /** The next files of a listing; none at its end. */
  listed(directory: Path, names: readonly string[]): void {
    const orders = this.#directories.get(directory.join('/'));
    if (orders === undefined) return;
    if (names.length === 0) orders.complete = true;
    for (const name of names) orders.listed.push(name);
  }

  /** Files that a program was given the names of, in their order. */
  given(paths: readonly Path[]): void {
    const orders = new Map<string, { directory: Path; names: string[] }>();
    for (const path of paths) {
      const directory = path.slice(0, -1);
      const key = directory.join('/');
      const order = orders.get(key) ?? { directory, names: [] };
      orders.set(key, order);
      order.names.push(path.at(-1) ?? '');
    }
    for (const { directory, names } of orders.values()) {
      if (names.length <= this.#habit) continue;
      this.begin(directory);
      const known = this.#directories.get(directory.join('/'))?.known;
      known?.push(orderOf(names));
    }
  }

  /** What was changed, or will be: an answer of before is none. */
  forget(path: Path): void {
    if (this.#answers.size === 0) return;
    const key = path.join('/');
    for (const name of this.#answers.keys())
      if (name === key || name.startsWith(`${key}/`)) this.#drop(name);
  }

  /** Others may have changed anything. */
  forgetAll(): void {
    for (const name of this.#answers.keys()) this.#drop(name);
  }

  /**
   * A program asks: the answer, where it was asked for ahead, and the next questions. An answer is given for one stat and
   * for one open behind it.
   */
  take(path: Path, question: Question): Promise<Glance | undefined> | undefined {
    const key = path.join('/');
    const answer = this.#answers.get(key);
    const used = answer?.told === true && question === 'stat';
    if (answer !== undefined) {
      if (used || question === 'open') this.#drop(key);
      else answer.told = true;
    }
    this.#follow(path, question);
    if (answer === undefined || used || performance.now() - answer.asked > soon) return undefined;
    return answer.glance;
  }

  #drop(key: string): void {
    const answer = this.#answers.get(key);
    if (answer === undefined) return;
    this.#content -= answer.content;
    this.#answers.delete(key);
  }

  #follow(path: Path, question: Question): void {
    const directory = path.slice(0, -1);
    const orders = this.#directories.get(directory.join('/'));
    if (orders === undefined) return;
    const name = path.at(-1) ?? '';
    if (orders.known.length === 0) {
      if (!orders.complete && orders.listed.length <= this.#habit) return;
      orders.known.push(orderOf(orders.listed));
    }
    if (orders.complete && orders.listed.length > this.#habit && orders.known.length === 1)
      orders.known.push(orderOf(orders.listed.toSorted()));
    for (const order of orders.known) {
      if (!advance(order, name) || order.hits < this.#habit) continue;
      const end = Math.min(order.next + window, order.names.length);
      order.opens ||= question === 'open';
      for (let at = order.next; at < end; at++)
        this.#ask([...directory, order.names[at] ?? ''], order.opens);
      return;
    }
  }

  #ask(path: Path, opens: boolean): void {
    const key = path.join('/');
    const now = performance.now();
    const before = this.#answers.get(key);
    if (before !== undefined) {
      if (now - before.asked <= soon) return;
      this.#drop(key);
    }
    const room = opens ? maximumContent - this.#content : 0;
    const glance = this.#look(path, room).then((found) => {
      if (found?.reader !== undefined && this.#answers.get(key) === answer) {
        answer.content = found.file.size;
        this.#content += answer.content;
      }
      return found;
    });
    const answer: Answer = { asked: now, told: false, glance, content: 0 };
    this.#answers.set(key, answer);
  }
}

function orderOf(names: readonly string[]): Order {
  return { names, index: undefined, next: 0, hits: 0, opens: false };
}

/** Whether `name` comes where it was expected, or a little later. */
function advance(order: Order, name: string): boolean {
  const { names, next } = order;
  const end = Math.min(next + 1 + gap, names.length);
  for (let at = next; at < end; at++) {
    if (names[at] !== name) continue;
    order.next = at + 1;
    order.hits++;
    return true;
  }
  if (order.next > 0 && names[next - 1] === name) return true; // another question about the same one
  order.index ??= new Map(names.map((each, at) => [each, at]));
  order.hits = 0;
  order.next = (order.index.get(name) ?? -1) + 1;
  return false;
}
