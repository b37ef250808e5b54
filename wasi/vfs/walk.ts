// The directories that a program lists one after another: what it is about to list is asked for before it does, as one
// directory alone takes the browser half as long as four at once.
import type { Entry, Listing } from './filesystem.ts';
import { KeptListing } from './kept-listing.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { equalPaths, type Path } from './path.ts';

/** How old an answer may be, in milliseconds: a listing that was asked for ahead, or that a directory is there. */
const soon = 100;
/** How old one may be that is told a second time, in milliseconds: `ls -R` opens a directory, closes it, and lists it later. */
const again = 1000;
/** How many directories ahead are asked for at most. */
const mostAhead = 4;
/** How many directories in order are no accident. */
const usualHabit = 2;
/** How sure of an order one can be. */
const highestScore = 8;
/** How many directories of an order may be left out. */
const gap = 2;
/** How many directories' folders are kept, and how many of each. */
const [maximumDirectories, maximumFolders] = [64, 8192];
/** How many listings are kept, and how many entries of them all in all. */
const [maximumListings, maximumEntries] = [1024, 8192];

/** Begins the listing of a directory; undefined where its handle is not known. */
export type List = (path: Path) => Listing | undefined;

/** Is told that a listing is told a second time: nobody reads it anew. */
export type Retold = (path: Path, entries: readonly Entry[]) => void;

/** How many directories are known to be there, and how many changes. */
const maximumKnown = 8192;

type Sort = (names: readonly string[]) => readonly string[];
/** In which order a program may go through the folders of a listing. */
const sorts: readonly Sort[] = [
  (names) => names,
  (names) => names.toSorted(),
  (names) => names.toReversed(),
  (names) => names.toSorted().reverse(),
];

/** The folders of a directory, in one order. */
interface Order {
  readonly names: readonly string[];
  readonly index: ReadonlyMap<string, number>;
}

/** The folders of a directory. */
interface Folders {
  readonly listed: string[];
  complete: boolean;
  readonly orders: (Order | undefined)[];
}

/** What one program lists of one file system. What it changes itself is told by `forget`. */
export class Walk {
  readonly #list: List;
  readonly #retold: Retold;
  readonly #habit: number;
  readonly #folders = new Map<string, Folders>();
  readonly #kept = new Map<string, KeptListing>();
  /** The directories that are there, and when that was asked. */
  readonly #there = new Map<string, number>();
  /** When something was changed. */
  readonly #forgotten = new Map<string, number>();
  /** When others may have changed anything. */
  #expired = 0;
  /** How often each order told what came next. */
  readonly #scores = sorts.map(() => 0);
  #last: Path | undefined;
  /** How many directories ahead are asked for: fewer where they grew old. */
  #window = mostAhead;

  /** @param habit how many directories in order are no accident */
  constructor(list: List, retold: Retold, habit = usualHabit) {
    this.#list = list;
    this.#retold = retold;
    this.#habit = habit;
  }

  /** A program asks for a listing. Undefined where its handle is not known. */
  list(path: Path): Listing | undefined {
    const kept = this.#take(path) ?? this.#keep(path);
    if (kept === undefined) return undefined;
    this.#follow(path);
    if (kept.told > 0) this.#retold(path, kept.entries);
    // Only now, while the program asks: it changes nothing meanwhile that could be listed as it was.
    return kept.tell(() => this.#ask(path));
  }

  /** Returns when a listing of a directory that is under way has told whether it is there. */
  arrived(path: Path): MaybePromise<void> {
    return this.isThere(path) ? undefined : this.#kept.get(path.join('/'))?.arriving;
  }

  /** A directory is there. @param asked when the browser was asked, in milliseconds since the program began */
  seen(path: Path, asked: number): void {
    const key = path.join('/');
    // A listing may still tell of what was removed since.
    if (asked <= Math.max(this.#expired, this.#forgotten.get(key) ?? 0)) return;
    if (this.#there.size >= maximumKnown) this.#there.clear();
    this.#there.set(key, asked);
  }

  /** Whether a directory was there just now, or has a listing that may be told again: that says so as well. */
  isThere(path: Path): boolean {
    const key = path.join('/');
    const asked = this.#there.get(key);
    if (asked !== undefined && performance.now() - asked <= soon) return true;
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.told > 0 && isFresh(kept);
  }

  /** A listing of a directory begins anew. */
  begin(path: Path): void {
    const key = path.join('/');
    this.#folders.delete(key);
    this.#folders.set(key, { listed: [], complete: false, orders: [] });
    if (this.#folders.size > maximumDirectories) {
      const [oldest = ''] = this.#folders.keys();
      this.#folders.delete(oldest);
    }
  }

  /**
   * What was read of a listing; nothing at its end.
   * @param asked when the browser was asked for it
   */
  read(path: Path, entries: readonly Entry[], asked: number): void {
    this.seen(path, asked);
    for (const { name, type } of entries)
      if (type === 'directory') this.seen([...path, name], asked);
    const folders = this.#folders.get(path.join('/'));
    if (folders === undefined) return;
    if (entries.length === 0) folders.complete = folders.listed.length <= maximumFolders;
    if (folders.listed.length > maximumFolders) return;
    for (const { name, type } of entries) if (type === 'directory') folders.listed.push(name);
  }

  /**
   * What was changed, or will be: a listing of before is none, of it and of the directory that it is in. Nothing is below
   * it; where a directory was renamed, all is forgotten.
   */
  forget(path: Path): void {
    const key = path.join('/');
    if (this.#forgotten.size >= maximumKnown) this.forgetAll();
    this.#forgotten.set(key, performance.now());
    this.#there.delete(key);
    this.#kept.delete(key);
    this.#kept.delete(path.slice(0, -1).join('/'));
  }

  /** Others may have changed anything. */
  forgetAll(): void {
    this.#expired = performance.now();
    this.#forgotten.clear();
    this.#there.clear();
    this.#kept.clear();
  }

  #take(path: Path): KeptListing | undefined {
    const key = path.join('/');
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    if (isFresh(kept)) {
      if (kept.told === 0) this.#window = Math.min(mostAhead, this.#window + 1);
      return kept;
    }
    // It was asked for in vain.
    if (kept.told === 0) this.#window = Math.max(1, this.#window >> 1);
    this.#kept.delete(key);
    return undefined;
  }

  #keep(path: Path): KeptListing | undefined {
    const source = this.#list(path);
    if (source === undefined) return undefined;
    const kept = new KeptListing(source);
    this.#kept.set(path.join('/'), kept);
    void kept.begin().then(() => this.#makeRoom());
    return kept;
  }

  /** Gives up the oldest listings where too much is kept. */
  #makeRoom(): void {
    let size = 0;
    for (const kept of this.#kept.values()) size += kept.size;
    for (const [key, kept] of this.#kept) {
      if (size <= maximumEntries && this.#kept.size <= maximumListings) return;
      size -= kept.size;
      this.#kept.delete(key);
    }
  }

  /** Compares what is listed with what each order would have next. */
  #follow(path: Path): void {
    const last = this.#last;
    this.#last = path;
    for (let depth = 0; depth < path.length; depth++) this.#touch(path.slice(0, depth));
    if (last === undefined || equalPaths(last, path)) return;
    for (const [sort, score] of this.#scores.entries()) {
      const hit = isAmongFirst(this.#upcoming(last, sort), path);
      this.#scores[sort] = hit ? Math.min(highestScore, score + 1) : score >> 1;
    }
  }

  /** Keeps the folders of a directory that a walk is below. */
  #touch(path: Path): void {
    const key = path.join('/');
    const folders = this.#folders.get(key);
    if (folders === undefined) return;
    this.#folders.delete(key);
    this.#folders.set(key, folders);
  }

  /** Asks for what comes next, when what is in `path` is known. */
  #ask(path: Path): void {
    if (this.#last !== path) return;
    const best = Math.max(...this.#scores);
    if (best < this.#habit) return;
    let left = this.#window;
    for (const next of this.#upcoming(path, this.#scores.indexOf(best))) {
      if (left-- === 0) return;
      const kept = this.#kept.get(next.join('/'));
      if (kept === undefined || !isFresh(kept)) this.#keep(next);
    }
  }

  /** What a walk lists after `path`, each directory before what is in it. */
  *#upcoming(path: Path, sort: number): Generator<Path, void> {
    yield* this.#below(path, sort);
    for (let depth = path.length; depth > 0; depth--) {
      const parent = path.slice(0, depth - 1);
      const order = this.#order(parent, sort);
      const at = order?.index.get(path[depth - 1] ?? '');
      if (order === undefined || at === undefined) return;
      for (let next = at + 1; next < order.names.length; next++) {
        const sibling = [...parent, order.names[next] ?? ''];
        yield sibling;
        yield* this.#below(sibling, sort);
      }
    }
  }

  *#below(path: Path, sort: number): Generator<Path, void> {
    for (const name of this.#order(path, sort)?.names ?? []) {
      const at = [...path, name];
      yield at;
      yield* this.#below(at, sort);
    }
  }

  #order(path: Path, sort: number): Order | undefined {
    const folders = this.#folders.get(path.join('/'));
    if (folders?.complete !== true) return undefined;
    const known = folders.orders[sort];
    if (known !== undefined) return known;
    const names = sorts[sort]?.(folders.listed) ?? [];
    const order = { names, index: new Map(names.map((name, at) => [name, at])) };
    folders.orders[sort] = order;
    return order;
  }
}

/** Whether a listing may be told: soon after it was asked for, and a second time. */
function isFresh(kept: KeptListing): boolean {
  const age = performance.now() - kept.asked;
  if (kept.failed) return false;
  if (kept.told === 0) return age <= soon;
  return kept.told === 1 && kept.whole && age <= again;
}

function isAmongFirst(paths: Iterable<Path>, path: Path): boolean {
  let left = gap;
  for (const each of paths) {
    if (equalPaths(each, path)) return true;
    if (left-- === 0) return false;
  }
  return false;
}
