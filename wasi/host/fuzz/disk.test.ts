// The model is right: Linux answers the same, and does the same to a directory on a disk.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, property } from 'fast-check';
import { expect, test } from 'vitest';

import { check, Tally } from './compare.ts';
import { Model, type Answer } from './model.ts';
import { plan } from './plan.ts';
import type { Answered } from './player.ts';
import type { DescriptorStep, How, ListStep, PathStep, Place, Step } from './step.ts';

/** What Node has no call for, or what only our own file systems can tell. */
const impossible = new Set<Step['name']>([
  'allocate',
  'dup',
  'fdSetTimes',
  'list',
  'renumber',
  'seek',
  'setAppend',
  'setTimes',
  'tell',
]);

const mounts = /[mr]/;

const access = { read: constants.O_RDONLY, write: constants.O_WRONLY, both: constants.O_RDWR };

/** A directory of Linux, and the steps that can be taken there. */
class Disk {
  readonly #root = mkdtempSync(join(tmpdir(), 'model-'));
  /** The descriptors of this process by the numbers of the model. */
  readonly #open = new Map<number, number>();

  /** Whether Linux can be asked: above our root it has more than the model, and on the root no file systems. */
  can(step: Step, model: Model): step is Exclude<Step, ListStep> {
    if (impossible.has(step.name)) return false;
    // Linux tells what a removed directory was; of ours only the path was known.
    if ('fd' in step) return this.#open.has(step.fd) && model.alive(step.fd);
    // Older kernels make a file.
    if (step.name === 'open' && step.how.create && step.how.directory) return false;
    if ('target' in step && mounts.test(step.target)) return false;
    const places = 'from' in step ? [step.from, step] : [step];
    return places.every((place) => this.#reaches(place, model));
  }

  #reaches(place: Place, model: Model): boolean {
    const { at, path } = place;
    if (at !== 3 && !this.#open.has(at)) return false;
    return model.alive(at) && !mounts.test(path) && !model.climbs(place);
  }

  /** The path for the kernel: `/proc/self/fd/N/` leads to what is open, whatever its name is now. */
  #path({ at, path }: Place): string {
    const base = at === 3 ? this.#root : `/proc/self/fd/${this.#open.get(at)}`;
    return `${base}/${path}`;
  }

  play(step: Exclude<Step, ListStep>, right: Answer): Answered {
    try {
      const text = 'fd' in step ? this.#onDescriptor(step) : this.#onPath(step, right);
      return { text };
    } catch (error) {
      if (error instanceof Error && 'code' in error) return { errno: String(error.code) };
      throw error;
    }
  }

  #onPath(step: PathStep, right: Answer): string {
    const path = this.#path(step);
    switch (step.name) {
      case 'stat':
        return describe(step.follow ? statSync(path) : lstatSync(path));
      case 'content':
        return readFileSync(path, 'latin1');
      case 'readlink':
        return readlinkSync(path);
      case 'open': {
        const fd = openSync(path, flagsOf(step.how));
        // The number of this process's says nothing; the model's does.
        const text = 'text' in right ? right.text : 'fd';
        this.#open.set(Number(text.slice(3)), fd);
        return text;
      }
      case 'createDirectory':
        mkdirSync(path);
        return '';
      case 'removeDirectory':
        rmdirSync(path);
        return '';
      case 'unlink':
        unlinkSync(path);
        return '';
      case 'symlink':
        symlinkSync(step.target, path);
        return '';
      case 'link':
        linkSync(this.#path(step.from), path);
        return '';
      case 'rename':
        renameSync(this.#path(step.from), path);
        return '';
      default:
        throw new Error(`${step.name} was not to be asked`);
    }
  }

  #onDescriptor(step: DescriptorStep): string {
    const fd = this.#open.get(step.fd) ?? -1;
    switch (step.name) {
      case 'close':
        closeSync(fd);
        this.#open.delete(step.fd);
        return '';
      case 'fdStat':
        return describe(fstatSync(fd));
      case 'sync':
        fsyncSync(fd);
        return '';
      case 'read':
        return read(fd, step.size, null);
      case 'pread':
        return read(fd, step.size, step.offset);
      case 'write':
        writeSync(fd, step.text, null);
        return '';
      case 'pwrite':
        writeSync(fd, step.text, step.offset);
        return '';
      case 'setSize':
        ftruncateSync(fd, step.size);
        return '';
      default:
        throw new Error(`${step.name} was not to be asked`);
    }
  }

  [Symbol.dispose](): void {
    for (const fd of this.#open.values()) closeSync(fd);
    rmSync(this.#root, { recursive: true });
  }
}

function flagsOf(how: How): number {
  const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_TRUNC } = constants;
  return (
    access[how.access] |
    (how.create ? O_CREAT : 0) |
    (how.create && how.exclusive ? O_EXCL : 0) |
    (how.truncate ? O_TRUNC : 0) |
    (how.directory ? O_DIRECTORY : 0) |
    (how.append ? O_APPEND : 0) |
    (how.follow ? 0 : O_NOFOLLOW)
  );
}

function read(fd: number, size: number, position: number | null): string {
  const buffer = Buffer.alloc(size);
  return buffer.toString('latin1', 0, readSync(fd, buffer, 0, size, position));
}

function describe(stat: Stats): string {
  if (stat.isDirectory()) return 'directory';
  return `${stat.isFile() ? 'file' : 'link'} ${stat.size} ${stat.nlink}`;
}

const plans = Math.min(Number(process.env['FUZZ_PLANS'] ?? 1000), 20_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

test.skipIf(process.platform !== 'linux')(
  'the model is right: Linux does the same on a disk',
  () => {
    const tally = new Tally();
    assert(
      property(plan, (taken) => {
        using disk = new Disk();
        const model = new Model({
          own: { readOnly: false, links: true, times: false },
          inside: false,
        });
        for (const step of taken) {
          if (!disk.can(step, model)) continue;
          const right = model.apply(step);
          check(step, disk.play(step, right), right);
          tally.steps++;
        }
        tally.plans++;
      }),
      { numRuns: plans, seed },
    );
    process.stdout.write(tally.line('a disk', seed));
    expect(tally.plans).toBe(plans);
  },
  3_600_000,
);
