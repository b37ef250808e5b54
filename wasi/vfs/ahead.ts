// What a program is about to ask for, asked for before it does: it goes through the names of a listing, or through its
// arguments, one after another, and each question alone takes the browser as long as sixteen at once.
import type { Entry } from './filesystem.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Path } from './path.ts';
import { ReadAhead, wholeFile } from './read-ahead.ts';

/** How old an answer may be that was asked for ahead, in milliseconds. */
const soon = 100;
/** How many names ahead are asked for at first, and at most: more, as long as the program uses the answers soon. */
const firstWindow = 16;
const largestWindow = 64;
/** How many answers come together, where no content is asked for: a program that is suspended for each takes longer. */
const together = 16;
/** How many names in order are no accident, where nobody says it. */
const usualHabit = 2;
/** How many names of an order may be left out, such as by a program that looks at some kinds of names alone. */
const gap = 4;
/** How much content is held at most that nobody has asked for, in bytes. */
const maximumContent = 4 * 1024 * 1024;
/** How many stats one answer is for. */
const mostTold = 2;
/** How many directories' orders are kept. */
const maximumOrders = 64;

/** A file as it was met. */
export interface Met {
  /** Its handle. */
  readonly handle: FileSystemFileHandle;
  /** Its snapshot. */
  readonly file: File;
}

/** A file that was asked for ahead. */
export interface Glance extends Met {
  /** Its content, where that was asked for as well. */
  readonly reader: ReadAhead | undefined;
}

/** Looks at a file. @returns undefined where it is none that can be told so: whoever asks for it asks anew */
export type Look = (path: Path) => Promise<Met | undefined>;

/** What a program asks: a stat, or an open for reading. */
export type Question = 'stat' | 'open';

interface Answer {
  readonly asked: number;
  /** How many stats it has answered. */
  told: number;
  glance: MaybePromise<Glance | undefined>;
  /** The content that is held for it, in bytes. */
  content: number;
}

/** Files in an order in which a program may ask for them. */
interface Order {
  /** Their paths, joined. */
  readonly keys: readonly string[];
  /** Whether that is the order of their names. */
  readonly sorted: boolean;
  /** Where each key is; made at the first question that is out of order. */
  index: Map<string, number> | undefined;
  /** Where the next question is expected. */
  next: number;
  /** Up to where they were asked for. */
  asked: number;
  /** How many came as expected, one after another. */
  hits: number;
  /** Whether they are opened: then their content is asked for as well. */
  opens: boolean;
}

/** The files of one directory. */
interface Orders {
  readonly listed: string[];
  complete: boolean;
  readonly known: Order[];
}

/** What one program asks of one file system. What it changes itself is told by `forget`. */
export class Ahead {
  readonly #look: Look;
  readonly #directories = new Map<string, Orders>();
  /** Orders of no directory. */
  readonly #given: Order[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #habit: number;
  readonly #readJoined: typeof readJoined;
  /** Directories that a file was looked at in: their handles are there. */
  readonly #entered = new Set<string>();
  #content = 0;
  #window = firstWindow;
  /** An order that the program has followed: the files of the next directory are taken to be wanted in the same. */
  #followed: Order | undefined;

  /**
   * @param habit how many names in order are no accident
   * @param read reads files, one behind the other
   */
  constructor(look: Look, habit = usualHabit, read = readJoined) {
    this.#look = look;
    this.#habit = habit;
    this.#readJoined = read;
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

  /** The next entries of a listing; none at its end. */
  listed(directory: Path, entries: readonly Entry[]): void {
    const key = directory.join('/');
    const orders = this.#directories.get(key);
    if (orders === undefined) return;
    for (const { name, type } of entries) if (type === 'file') orders.listed.push(join(key, name));
    if (entries.length > 0) return;
    orders.complete = true;
    this.#trust(orders);
  }

  /** A listing is told that was read before. */
  retold(directory: Path, entries: readonly Entry[]): void {
    this.begin(directory);
    this.listed(directory, entries);
    this.listed(directory, []);
  }

  /** What the program did with the files of the directory before, it may do with these: the first ones are asked for. */
  #trust({ listed, known }: Orders): void {
    const before = this.#followed;
    if (before === undefined || listed.length === 0) return;
    const order = orderOf(before.sorted ? listed.toSorted() : listed, before.sorted);
    order.hits = this.#habit;
    order.opens = before.opens;
    known.push(order);
    this.#askFrom(order);
    this.#followed = undefined; // until it is followed as well
  }

  /** Files that a program was given the names of, in their order. */
  given(paths: readonly Path[]): void {
    if (paths.length > this.#habit) this.#given.push(orderOf(paths.map((path) => path.join('/'))));
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
   * A program asks: the answer, where it was asked for ahead, and the next questions. An answer is given for two
   * stats, as many programs ask with and without following a link, and for one open behind them.
   */
  take(path: Path, question: Question): MaybePromise<Glance | undefined> {
    const key = path.join('/');
    const answer = this.#answers.get(key);
    const used = answer?.told === mostTold && question === 'stat';
    if (answer !== undefined) {
      if (used || question === 'open') this.#drop(key);
      else answer.told++;
    }
    const age = answer === undefined ? 0 : performance.now() - answer.asked;
    if (age > soon) this.#window = Math.max(1, this.#window >> 1);
    else if (age > soon / 2) this.#window = Math.max(1, this.#window - 1);
    else if (answer !== undefined) this.#window = Math.min(this.#window + 1, largestWindow);
    this.#follow(path, question, age > soon);
    return answer === undefined || used || age > soon ? undefined : answer.glance;
  }

  #drop(key: string): void {
    const answer = this.#answers.get(key);
    if (answer === undefined) return;
    this.#content -= answer.content;
    this.#answers.delete(key);
  }

  /** @param late whether the answer had come too early */
  #follow(path: Path, question: Question, late: boolean): void {
    const directory = this.#directories.get(path.slice(0, -1).join('/'));
    for (const order of [
      ...this.#given,
      ...(directory === undefined ? [] : this.#ordersOf(directory)),
    ]) {
      if (!advance(order, path.join('/')) || order.hits < this.#habit) continue;
      order.opens ||= question === 'open';
      if (late) order.asked = order.next;
      this.#followed = order;
      this.#askFrom(order);
      return;
    }
  }

  /** As the directory was listed, and sorted. */
  #ordersOf({ listed, complete, known }: Orders): readonly Order[] {
    if (known.length === 0 && (complete || listed.length > this.#habit))
      known.push(orderOf(listed));
    const [first] = known;
    if (first !== undefined && known.length === 1 && complete && listed.length > this.#habit)
      known.push(first.sorted ? orderOf(listed) : orderOf(listed.toSorted(), true));
    return known;
  }

  /** Asks for what comes next: for many at once, as one read of the browser gives the content of all. */
  #askFrom(order: Order): void {
    const from = Math.max(order.next, order.asked);
    const half = this.#window / 2;
    const least = order.opens ? half : Math.max(half, this.#window - together);
    if (from - order.next > least) return;
    order.asked = Math.min(order.next + this.#window, order.keys.length);
    this.#ask(order.keys.slice(from, order.asked), order.opens);
  }

  #ask(keys: readonly string[], opens: boolean): void {
    const asked = performance.now();
    // Nobody has used the oldest, and nobody may any more.
    for (const [key, answer] of this.#answers) {
      if (asked - answer.asked <= soon) break;
      this.#drop(key);
    }
    const wanted = keys.filter((key) => !this.#answers.has(key));
    const looks = this.#looks(wanted);
    // One read gives the content of all; without it, the program goes on with the first while the others are looked at.
    const most = opens ? wanted.length : together;
    for (let first = 0; first < wanted.length; first += most) {
      const some = wanted.slice(first, first + most);
      const glances = this.#glances(some, looks.slice(first, first + most), asked, opens);
      for (const [index, key] of some.entries()) {
        const glance = glances.then((all) => (answer.glance = all[index]));
        const answer: Answer = { asked, told: 0, glance, content: 0 };
        this.#answers.set(key, answer);
      }
    }
  }

  /** Looks at files: at the first of a directory before the others, as each would ask for the directory's handle. */
  #looks(keys: readonly string[]): Promise<Met | undefined>[] {
    const first = new Map<string, Promise<unknown>>();
    return keys.map((key) => {
      const path = key.split('/');
      const directory = path.slice(0, -1).join('/');
      const before = this.#entered.has(directory) ? undefined : first.get(directory);
      if (before !== undefined) return before.then(() => this.#look(path));
      const look = this.#look(path);
      first.set(directory, look);
      // Whatever it told, the next ones need not wait for each other.
      void look.then(() => this.#enteredNow(directory));
      return look;
    });
  }

  #enteredNow(directory: string): void {
    if (this.#entered.size >= maximumOrders) this.#entered.clear();
    this.#entered.add(directory);
  }

  /** What looks tell, with the content of the files where it is wanted and there is room. */
  async #glances(
    keys: readonly string[],
    looks: readonly Promise<Met | undefined>[],
    asked: number,
    opens: boolean,
  ): Promise<readonly (Glance | undefined)[]> {
    const met = await Promise.all(looks);
    const small: File[] = [];
    let room = maximumContent - this.#content;
    for (const [index, key] of opens ? keys.entries() : []) {
      const file = met[index]?.file;
      if (file === undefined || file.size === 0 || file.size > Math.min(wholeFile, room)) continue;
      room -= file.size;
      small.push(file);
      const answer = this.#answers.get(key);
      if (answer?.asked !== asked) continue; // the program waits for it already
      answer.content = file.size;
      this.#content += file.size;
    }
    const contents = await this.#contents(small);
    return met.map((each) => each && { ...each, reader: contents.get(each.file) });
  }

  /** What reads the content that one read gives; nothing where it fails: whoever reads the file meets the error. */
  async #contents(files: readonly File[]): Promise<ReadonlyMap<File, ReadAhead>> {
    const readers = new Map<File, ReadAhead>();
    if (files.length === 0) return readers;
    try {
      const bytes = await this.#readJoined(files);
      let start = 0;
      for (const file of files)
        readers.set(file, new ReadAhead(file, bytes.subarray(start, (start += file.size))));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
    return readers;
  }
}

/** One read takes the browser less than one for each file. */
async function readJoined(files: readonly File[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Blob([...files]).arrayBuffer());
}

const join = (directory: string, name: string): string =>
  directory === '' ? name : `${directory}/${name}`;

function orderOf(keys: readonly string[], sorted = false): Order {
  return { keys, sorted, index: undefined, next: 0, asked: 0, hits: 0, opens: false };
}

/** Whether `key` comes where it was expected, or a little later. */
function advance(order: Order, key: string): boolean {
  const { keys, next } = order;
  const end = Math.min(next + 1 + gap, keys.length);
  for (let at = next; at < end; at++) {
    if (keys[at] !== key) continue;
    order.next = at + 1;
    order.hits++;
    return true;
  }
  if (order.next > 0 && keys[next - 1] === key) return true; // another question about the same one
  order.index ??= new Map(keys.map((each, at) => [each, at]));
  order.hits = 0;
  order.next = (order.index.get(key) ?? -1) + 1;
  order.asked = order.next;
  return false;
}
