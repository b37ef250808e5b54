// For tests: random plans of operations, and how each is run through the calls of a program.
import {
  array,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check';

import { all, out, room, type Guest } from '../fixtures.ts';
import type { Answer, Model } from './model.ts';

interface Writing {
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
}

export type Step =
  | { readonly name: 'stat'; readonly path: string; readonly follow: boolean }
  | {
      readonly name:
        | 'read'
        | 'list'
        | 'readlink'
        | 'createDirectory'
        | 'removeDirectory'
        | 'unlink';
      readonly path: string;
    }
  | { readonly name: 'write'; readonly path: string; readonly text: string; readonly how: Writing }
  | { readonly name: 'rename' | 'link' | 'symlink'; readonly from: string; readonly path: string };

/** Paths of few names and much that is odd. */
const odd = record({
  start: constantFrom('', '', '', '', '', '', '/', '//'),
  names: array(
    record({
      name: constantFrom('a', 'a', 'a', 'b', 'b', '.', '..'),
      slash: constantFrom('/', '/', '/', '//'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  end: constantFrom('', '', '', '', '', '/', '//', '/.', '/..'),
}).map(({ start, names, end }) => {
  const text = names.map(({ name, slash }, index) => (index > 0 ? slash : '') + name).join('');
  return start + text + end;
});

/** Without plain ones hardly anything would ever be there. */
const plain = constantFrom('a', 'b', 'a/a', 'a/b', 'b/a', 'b/b');
const path = oneof({ weight: 3, arbitrary: plain }, { weight: 4, arbitrary: odd });

const content = constantFrom('x', 'yy', 'zzz');
const flag = boolean();

const one = record({
  name: constantFrom(
    'read' as const,
    'list' as const,
    'readlink' as const,
    'createDirectory' as const,
    'createDirectory' as const,
    'createDirectory' as const,
    'removeDirectory' as const,
    'unlink' as const,
  ),
  path,
});
const two = record({
  name: constantFrom(
    'rename' as const,
    'rename' as const,
    'link' as const,
    'symlink' as const,
    'symlink' as const,
  ),
  from: path,
  path,
});
const stat = record({ name: constant('stat' as const), path, follow: flag });
const write = record({
  name: constant('write' as const),
  path,
  text: content,
  how: record({
    create: constantFrom(true, true, true, false),
    exclusive: flag,
    truncate: flag,
  }),
});

const make = (at: string): Step => ({ name: 'createDirectory', path: at });
const link = (from: string, at: string): Step => ({ name: 'symlink', from, path: at });
const fill = (at: string): Step => ({
  name: 'write',
  path: at,
  text: 'old',
  how: { create: true, exclusive: false, truncate: false },
});

/** What is there at the beginning. */
const beginning = constantFrom<Step[]>(
  [],
  [make('a'), fill('b')],
  [make('a'), make('b'), fill('a/a'), fill('b/b')],
  [make('a'), make('a/a'), fill('a/a/b'), link('a/a', 'b')],
  [make('b'), link('../b', 'b/a'), link('b/', 'a')],
  [fill('a'), link('a', 'b')],
);

/** A plan is run on one tree, a step after the other. */
export const plan: Arbitrary<Step[]> = tuple(
  beginning,
  array(oneof<Arbitrary<Step>[]>(one, one, two, two, stat, write, write), {
    minLength: 1,
    maxLength: 16,
    size: 'max',
  }),
).map(([first, then]) => [...first, ...then]);

/** What the model answers. */
export function expected(model: Model, step: Step): Answer {
  switch (step.name) {
    case 'stat':
      return model.stat(step.path, step.follow);
    case 'write':
      return model.write(step.path, step.text, step.how);
    case 'rename':
      return model.rename(step.from, step.path);
    case 'link':
      return model.link(step.from, step.path);
    case 'symlink':
      return model.symlink(step.from, step.path);
    default:
      return model[step.name](step.path);
  }
}

const kinds = new Map([
  [3, 'directory'],
  [4, 'file'],
  [7, 'link'],
]);

/** The answer of the host: an errno, or what it read. */
export type Answered = { readonly errno: string } | { readonly text: string };

/** A step by the calls of a program, from its preopened directory. */
export class Player {
  readonly #guest: Guest;

  constructor(guest: Guest) {
    this.#guest = guest;
  }

  async play(step: Step): Promise<Answered> {
    const guest = this.#guest;
    const at = guest.text(step.path);
    const from = (): [number, number] => guest.text('from' in step ? step.from : '', 6000);
    switch (step.name) {
      case 'stat':
        return this.#told(
          await guest.call('path_filestat_get', 3, step.follow ? 1 : 0, ...at, room),
          () => kinds.get(guest.memory.u8(room + 16)) ?? '',
        );
      case 'read':
        return this.#opened(at, 0, 2n, async (fd) => ({ text: await guest.read(fd) }));
      case 'list':
        return this.#opened(at, 2, all & ~64n, async (fd) => ({
          text: (await guest.names(fd)).toSorted().join(' '),
        }));
      case 'readlink':
        return this.#told(await guest.call('path_readlink', 3, ...at, room, 4096, out), () =>
          guest.memory.text(room, guest.memory.u32(out)),
        );
      case 'write':
        return this.#write(at, step.text, step.how);
      case 'createDirectory':
        return this.#told(await guest.call('path_create_directory', 3, ...at));
      case 'removeDirectory':
        return this.#told(await guest.call('path_remove_directory', 3, ...at));
      case 'unlink':
        return this.#told(await guest.call('path_unlink_file', 3, ...at));
      case 'rename':
        return this.#told(await guest.call('path_rename', 3, ...from(), 3, ...at));
      case 'link':
        return this.#told(await guest.call('path_link', 3, 0, ...from(), 3, ...at));
      case 'symlink':
        return this.#told(await guest.call('path_symlink', ...from(), 3, ...at));
    }
  }

  #told(errno: string, read: () => string = () => ''): Answered {
    return errno === 'ESUCCESS' ? { text: read() } : { errno };
  }

  async #opened(
    at: readonly [number, number],
    oflags: number,
    rights: bigint,
    use: (fd: number) => Promise<Answered>,
  ): Promise<Answered> {
    const guest = this.#guest;
    const errno = await guest.call('path_open', 3, 1, ...at, oflags, rights, rights, 0, out);
    if (errno !== 'ESUCCESS') return { errno };
    const fd = guest.memory.u32(out);
    const answer = await use(fd);
    const closed = await guest.call('fd_close', fd);
    if (closed !== 'ESUCCESS') return { errno: closed };
    return 'text' in answer && /^E[A-Z]+$/.test(answer.text) ? { errno: answer.text } : answer;
  }

  #write(at: readonly [number, number], text: string, how: Writing): Promise<Answered> {
    const oflags =
      (how.create ? 1 : 0) | (how.exclusive && how.create ? 4 : 0) | (how.truncate ? 8 : 0);
    return this.#opened(at, oflags, 2n | 64n, async (fd) =>
      this.#told(await this.#guest.write(fd, text)),
    );
  }
}
