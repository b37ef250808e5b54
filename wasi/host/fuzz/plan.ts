// For tests: random plans of steps.
import {
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  option,
  record,
  tuple,
  type Arbitrary,
} from 'fast-check';

import type { DescriptorStep, How, ListStep, PathStep, Step } from './step.ts';

/** Paths of few names and much that is odd. */
const odd = record({
  start: constantFrom('', '', '', '', '', '', '/', '//'),
  names: array(
    record({
      name: constantFrom('a', 'a', 'a', 'a', 'b', 'b', 'b', '.', '..', 'm', 'r'),
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
const plain = constantFrom('a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'a/a', 'a/b', 'm/a');
const path = oneof({ weight: 5, arbitrary: plain }, { weight: 2, arbitrary: odd });

/** The directories that a program has from the start, and what it may have opened. */
const at = oneof(
  { weight: 6, arbitrary: constant(3) },
  { weight: 1, arbitrary: constantFrom(0, 1, 2, 4, 5) },
);
/** Numbers that are given first, and some that never are. */
const fd = constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 4, 6, 99);
const place = { at, path };
const small = nat(12);
const some = integer({ min: 1, max: 12 });
const text = constantFrom('x', 'yy', 'zzz');
const time = option(constantFrom<bigint | 'now'>(5n, 7_000_000_001n, 'now'), { nil: undefined });
const times = record({ accessed: time, modified: time });

const name = <T extends string>(...names: readonly T[]): Arbitrary<T> => constantFrom(...names);

const how: Arbitrary<How> = record({
  access: constantFrom('read', 'write', 'both', 'both'),
  create: boolean(),
  exclusive: constantFrom(true, false, false),
  truncate: constantFrom(true, false, false),
  directory: constantFrom(true, false, false, false),
  append: constantFrom(true, false, false),
  follow: constantFrom(true, true, false),
});

const simple = record({
  name: name('createDirectory', 'removeDirectory', 'removeDirectory', 'unlink', 'unlink'),
  ...place,
});
const asking = record({ name: name('content', 'readlink'), ...place });
const stat = record({ name: name('stat'), follow: boolean(), ...place });
const setPathTimes = record({ name: name('setTimes'), follow: boolean(), times, ...place });
const open = record({ name: name('open'), how, ...place });
const two = record({
  name: name('rename', 'rename', 'link'),
  from: record(place),
  ...place,
});
const symlink = record({ name: name('symlink'), target: path, ...place });

const pathStep = oneof<Arbitrary<PathStep>[]>(
  simple,
  simple,
  two,
  two,
  open,
  open,
  symlink,
  asking,
  stat,
  setPathTimes,
);

const reading = oneof<Arbitrary<DescriptorStep>[]>(
  record({ name: name('read'), fd, size: some }),
  record({ name: name('pread'), fd, size: some, offset: small }),
  record({ name: name('fdStat', 'tell'), fd }),
);
const writing = oneof<Arbitrary<DescriptorStep>[]>(
  record({ name: name('write'), fd, text }),
  record({ name: name('write'), fd, text }),
  record({ name: name('pwrite'), fd, text, offset: small }),
  record({ name: name('setSize'), fd, size: small }),
  record({ name: name('allocate'), fd, offset: small, size: some }),
);
const other = oneof<Arbitrary<DescriptorStep>[]>(
  record({
    name: name('seek'),
    fd,
    whence: constantFrom('start', 'current', 'end'),
    offset: integer({ min: -5, max: 12 }),
  }),
  record({ name: name('close', 'close', 'dup', 'sync'), fd }),
  record({ name: name('renumber'), fd, to: fd }),
  record({ name: name('setAppend'), fd, append: boolean() }),
  record({ name: name('fdSetTimes'), fd, times }),
);
const descriptorStep = oneof<Arbitrary<DescriptorStep>[]>(reading, writing, other);

const list: Arbitrary<ListStep> = record({
  name: name('list'),
  fd: constantFrom(3, 3, 0, 0, 1, 4, 5),
  // One entry of one letter, and a little more.
  size: integer({ min: 26, max: 120 }),
  change: pathStep,
});

const opening = (access: How['access'], flags: Partial<How> = {}): How => ({
  access,
  create: false,
  exclusive: false,
  truncate: false,
  directory: false,
  append: false,
  follow: true,
  ...flags,
});

const make = (to: string): Step => ({ name: 'createDirectory', at: 3, path: to });
const link = (target: string, to: string): Step => ({ name: 'symlink', target, at: 3, path: to });
const enter = (to: string): Step => ({
  name: 'open',
  at: 3,
  path: to,
  how: opening('read', { directory: true }),
});
/** Leaves it open. */
const write = (to: string): Step[] => [
  { name: 'open', at: 3, path: to, how: opening('both', { create: true }) },
  { name: 'write', fd: 0, text: 'old text' },
];
const fill = (to: string): Step[] => [...write(to), { name: 'close', fd: 0 }];

/** What is there at the beginning. */
const beginning = constantFrom<Step[]>(
  [],
  [make('a'), ...fill('b')],
  [make('a'), make('b'), ...fill('a/a'), ...fill('b/b')],
  [make('a'), make('a/a'), ...fill('a/a/b'), link('a/a', 'b')],
  [make('b'), link('../b', 'b/a'), link('b/', 'a')],
  [...fill('a'), link('a', 'b')],
  [...fill('c'), ...write('a'), { name: 'link', from: { at: 3, path: 'a' }, at: 3, path: 'b' }],
  [
    ...write('a'),
    { name: 'open', at: 3, path: 'a', how: opening('both', { append: true }) },
    { name: 'write', fd: 1, text: 'zzz' },
  ],
  [...write('a'), { name: 'dup', fd: 0 }, { name: 'open', at: 3, path: 'a', how: opening('both') }],
  [make('a'), make('a/b'), enter('a'), ...fill('b')],
  [make('a'), ...fill('a/a'), make('a/b'), link('../../b', 'a/b/a'), enter('a'), enter('a/b')],
);

/** What works wherever its way leads: without it most plans would soon have nothing to work on. */
const growing = array(
  constantFrom<Step[]>(
    [make('a')],
    [make('b')],
    [make('a/a')],
    [make('a/b')],
    [make('m/a')],
    [enter('a')],
    write('c'),
    write('a/a'),
    write('b'),
    [{ name: 'link', from: { at: 3, path: 'b' }, at: 3, path: 'c' }],
  ),
  { maxLength: 5 },
);

/** A plan is run on one tree, a step after the other. */
export const plan: Arbitrary<Step[]> = tuple(
  beginning,
  growing,
  array(
    oneof<Arbitrary<Step>[]>(pathStep, pathStep, pathStep, descriptorStep, descriptorStep, list),
    {
      minLength: 1,
      maxLength: 16,
      size: 'max',
    },
  ),
).map(([first, second, then]) => [...first, ...second.flat(), ...then]);
