// Random plans of operations on the memory file system and on handles, each step compared with a model: no difference,
// and no escape. `npm run fuzz` runs as many as the issue asks for; FUZZ_PLANS says how many, FUZZ_SEED repeats a run.
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  openSync,
  writeSync,
  closeSync,
  constants,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, asyncProperty, property } from 'fast-check';
import { expect, test } from 'vitest';

import { preopenNamed } from '../../fd/preopens.ts';
import { folder } from '../../vfs/fixtures.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { MemoryFileSystem } from '../../vfs/memory-fs.ts';
import type { Path } from '../../vfs/path.ts';
import { Guest } from '../fixtures.ts';
import { Model, type Answer } from './model.ts';
import { expected, plan, Player, type Answered, type Step } from './plan.ts';

const plans = Number(process.env['FUZZ_PLANS'] ?? 5000);
const seed = process.env['FUZZ_SEED'];
/** `npm test` does not wait longer for one kind of tree, in milliseconds; a slow machine runs fewer plans. */
const patience = 8000;
/** Each file system runs them all: half as the root of a Unix tree, half as a capability. */
const parameters = {
  numRuns: Math.ceil(plans / 2),
  ...(process.env['FUZZ_PLANS'] === undefined ? { interruptAfterTimeLimit: patience } : {}),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
};

/** Whether an answer is one of those that the model allows. */
function same(answer: Answered, right: Answer): boolean {
  if ('text' in answer) return 'text' in right && right.text === answer.text;
  return 'codes' in right && right.codes.some((code) => code === answer.errno);
}

function difference(step: Step, answer: Answered, right: Answer): string {
  return `${JSON.stringify(step)} gave ${JSON.stringify(answer)}, not ${JSON.stringify(right)}`;
}

/** Everything in a file system, as the model tells it. */
async function treeOf(fs: FileSystem, top: Path): Promise<Record<string, string>> {
  const tree: Record<string, string> = {};
  const walk = async (path: Path, text: string): Promise<void> => {
    const listing = await fs.list(path);
    for (let entries = await listing.next(); entries.length > 0; entries = await listing.next()) {
      for (const { name, type } of entries) {
        const at = [...path, name];
        if (type === 'directory') {
          tree[`${text}${name}/`] = '(directory)';
          await walk(at, `${text}${name}/`);
        } else if (type === 'symlink') tree[text + name] = `-> ${await fs.readlink(at)}`;
        else {
          const file = await fs.open(at, { read: true, write: false });
          const bytes = file.kind === 'file' ? await file.read(0, 100) : new Uint8Array(0);
          tree[text + name] = new TextDecoder().decode(bytes);
          await file.close();
        }
      }
    }
  };
  await walk(top, '');
  return tree;
}

/** Lies beside the preopened directory, where no path may lead. */
const outside = { a: 'outside', 'b/a': 'outside' };

async function memoryTree(inside: boolean): Promise<FileSystem> {
  const fs = new MemoryFileSystem();
  if (!inside) return fs;
  for (const path of [['in'], ['b']]) fs.createDirectory(path);
  for (const path of [['a'], ['b', 'a']])
    fs.open(path, { read: true, write: true, create: true }).write(
      0,
      new TextEncoder().encode('outside'),
    );
  return fs;
}

async function handleTree(inside: boolean): Promise<FileSystem> {
  return folder(inside ? { ...outside, 'in/': '' } : {}).fs;
}

async function run(
  steps: readonly Step[],
  fs: FileSystem,
  links: boolean,
  inside: boolean,
): Promise<void> {
  const model = new Model({ links, clamp: !inside });
  const guest = new Guest(fs);
  const top = inside ? ['in'] : [];
  if (inside) preopenNamed(guest.table, fs, [{ name: '/in', path: top }]);
  const player = new Player(guest);
  for (const step of steps) {
    const right = expected(model, step);
    const answer = await player.play(step);
    if (!same(answer, right)) throw new Error(difference(step, answer, right));
    expect(await treeOf(fs, top), JSON.stringify(step)).toEqual(model.tree());
  }
  if (!inside) return;
  const { a, 'b/a': below, ...rest } = await treeOf(fs, []);
  expect({ a, 'b/a': below }).toEqual(outside);
  expect(Object.keys(rest).every((path) => path === 'b/' || path.startsWith('in/'))).toBe(true);
}

test.each([
  ['memory, the root of a Unix tree', memoryTree, true, false],
  ['memory, a capability', memoryTree, true, true],
  ['handles, the root of a Unix tree', handleTree, false, false],
  ['handles, a capability', handleTree, false, true],
] as const)(
  '%s: no plan ends otherwise than in the model',
  async (_name, make, links, inside) => {
    await assert(
      asyncProperty(plan, async (steps) => run(steps, await make(inside), links, inside)),
      parameters,
    );
  },
  3_600_000,
);

/** A step on the disk. */
function onDisk(root: string, step: Step): Answered {
  const at = `${root}/${step.path}`;
  try {
    switch (step.name) {
      case 'stat': {
        const stat = step.follow ? statSync(at) : lstatSync(at);
        return { text: stat.isDirectory() ? 'directory' : stat.isFile() ? 'file' : 'link' };
      }
      case 'read':
        return { text: readFileSync(at, 'utf8') };
      case 'list':
        return { text: ['.', '..', ...readdirSync(at).toSorted()].join(' ') };
      case 'readlink':
        return { text: readlinkSync(at) };
      case 'write': {
        const { create, exclusive, truncate } = step.how;
        const { O_RDWR, O_CREAT, O_EXCL, O_TRUNC } = constants;
        const fd = openSync(
          at,
          O_RDWR |
            (create ? O_CREAT : 0) |
            (create && exclusive ? O_EXCL : 0) |
            (truncate ? O_TRUNC : 0),
        );
        writeSync(fd, step.text, 0);
        closeSync(fd);
        return { text: '' };
      }
      case 'createDirectory':
        mkdirSync(at);
        return { text: '' };
      case 'removeDirectory':
        rmdirSync(at);
        return { text: '' };
      case 'unlink':
        unlinkSync(at);
        return { text: '' };
      case 'rename':
        renameSync(`${root}/${step.from}`, at);
        return { text: '' };
      case 'link':
        linkSync(`${root}/${step.from}`, at);
        return { text: '' };
      case 'symlink':
        symlinkSync(step.from, at);
        return { text: '' };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { errno: String(error.code) };
    throw error;
  }
}

test.skipIf(process.platform !== 'linux')(
  'the model is right: Linux does the same on a disk',
  () => {
    const top = mkdtempSync(join(tmpdir(), 'model-'));
    let count = 0;
    try {
      assert(
        property(plan, (steps) => {
          const root = join(top, String(count++));
          mkdirSync(root);
          const model = new Model({ links: true, clamp: true });
          for (const step of steps) {
            const paths = 'from' in step ? [step.from, step.path] : [step.path];
            // The disk has something above our root.
            if (paths.some((path) => model.climbs(path))) continue;
            const right = expected(model, step);
            const answer = onDisk(root, step);
            if (!same(answer, right)) throw new Error(difference(step, answer, right));
          }
        }),
        { ...parameters, numRuns: Math.min(parameters.numRuns, 500) },
      );
    } finally {
      rmSync(top, { recursive: true, force: true });
    }
  },
);
