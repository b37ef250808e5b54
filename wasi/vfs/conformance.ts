// The suite that every file system passes. It imports no test runner: whoever runs it, in Node or in a browser, hands over
// `describe` and `test`.
import { at, Bench, type Check, equal, fails, forCreating } from './conformance-bench.ts';
import { testFiles, testOpenFiles } from './conformance-files.ts';
import { testDirectories, testRemoving, testRenaming } from './conformance-tree.ts';
import type { FileSystem } from './filesystem.ts';

/** What a test runner offers. */
export interface Runner {
  /** Groups tests. */
  readonly describe: (name: string, body: () => void) => void;
  /** Registers a test, which fails by a rejection. */
  readonly test: (name: string, body: () => Promise<void>) => void;
}

/** What a file system has that not all have. */
export interface Features {
  /** Whether there are hard and symbolic links; otherwise making one is ENOTSUP. */
  readonly links: boolean;
  /** Whether any time can be set; otherwise only `now`. */
  readonly times: boolean;
  /** Names that it refuses, with EINVAL. */
  readonly refuses?: readonly string[];
}

/**
 * Registers the tests.
 * @param make gives an empty file system, another one for each test
 */
export function testFileSystem(
  { describe, test }: Runner,
  name: string,
  make: () => FileSystem | Promise<FileSystem>,
  features: Features,
): void {
  const check = (title: string, body: (bench: Bench) => Promise<void>): void =>
    test(title, async () => body(new Bench(await make())));
  describe(`${name}: files`, () => testFiles(check));
  describe(`${name}: open files`, () => testOpenFiles(check));
  describe(`${name}: directories`, () => testDirectories(check));
  describe(`${name}: removing`, () => testRemoving(check));
  describe(`${name}: renaming`, () => testRenaming(check));
  describe(`${name}: names, links and times`, () => testFeatures(check, features));
}

function testFeatures(check: Check, { links, times, refuses = [] }: Features): void {
  const long = 'n'.repeat(240);
  check('long names', async (bench) => {
    await bench.put(long, 'x');
    equal(await bench.text(long), 'x', 'text');
  });

  if (refuses.length > 0) {
    check('refused names are EINVAL', async (bench) => {
      for (const refused of refuses) {
        await fails('EINVAL', () => bench.open(refused, forCreating));
        await fails('EINVAL', () => bench.makeDirectory(refused));
        await fails('EINVAL', () => bench.stat(refused));
      }
    });
  }

  check('the present time can be set', async (bench) => {
    await bench.put('f', 'x');
    await bench.fs.setTimes(at('f'), { modified: 'now', accessed: 'now' });
    equal(await bench.text('f'), 'x', 'text');
    await fails('ENOENT', () => bench.fs.setTimes(at('x'), { modified: 'now' }));
  });

  check('another time can be set, or it is said that it cannot', async (bench) => {
    await bench.put('f', 'x');
    const set = (): unknown => bench.fs.setTimes(at('f'), { modified: 1_000_000_000n });
    if (!times) return fails('ENOTSUP', set);
    await set();
    equal((await bench.stat('f')).modified, 1_000_000_000n, 'time');
  });

  check('links', async (bench) => {
    await bench.put('f', 'x');
    await bench.makeDirectory('d');
    await fails('EPERM', () => bench.fs.link(at('d'), at('e')));
    await fails('ENOENT', () => bench.fs.link(at('x'), at('y')));
    await fails('EEXIST', () => bench.fs.link(at('f'), at('d')));
    await fails('EEXIST', () => bench.fs.symlink('x', at('f')));
    await fails('EINVAL', () => bench.fs.readlink(at('f')));
    await fails('ENOENT', () => bench.fs.readlink(at('x')));
    if (!links) {
      await fails('ENOTSUP', () => bench.fs.link(at('f'), at('g')));
      return fails('ENOTSUP', () => bench.fs.symlink('f', at('g')));
    }
    await bench.fs.link(at('f'), at('g'));
    equal((await bench.stat('f')).links, 2, 'links');
    await bench.fs.unlink(at('f'));
    equal(await bench.text('g'), 'x', 'text');
    await bench.fs.symlink('g', at('s'));
    equal(await bench.fs.readlink(at('s')), 'g', 'target');
    equal((await bench.stat('s')).type, 'symlink', 'type');
  });
}
