// The part of the conformance suite about directories, removing and renaming.
import { at, type Bench, type Check, equal, fails } from './conformance-bench.ts';

/** What directories do. */
export function testDirectories(check: Check): void {
  check('are made once', async (bench) => {
    await bench.makeDirectory('d');
    const { type, inode } = await bench.stat('d');
    equal(type, 'directory', 'type');
    equal(inode === (await bench.stat('')).inode, false, 'inode is that of the root');
    await fails('EEXIST', () => bench.makeDirectory('d'));
    await fails('EEXIST', () => bench.makeDirectory(''));
    await fails('ENOENT', () => bench.makeDirectory('x/y'));
    await bench.put('f', '');
    await fails('EEXIST', () => bench.makeDirectory('f'));
    await fails('ENOTDIR', () => bench.makeDirectory('f/x'));
  });

  check('list their entries, and nothing else', async (bench) => {
    await bench.makeDirectory('d');
    for (const name of ['b', 'a', '.hidden', 'é', 'e\u0301', '日本語', "it's", '-r', 'two words']) {
      await bench.put(`d/${name}`, '');
    }
    await bench.makeDirectory('d/e');
    const names = ['-r', '.hidden', 'a', 'b', 'e/', 'e\u0301', "it's", 'two words', 'é', '日本語'];
    equal(await bench.list('d'), names.toSorted(), 'names');
    equal(await bench.list(''), ['d/'], 'the root');
  });

  check('list what stat says', async (bench) => {
    await bench.put('f', '');
    await bench.makeDirectory('d');
    const listing = await bench.fs.list([]);
    for (const entry of await listing.next()) {
      const stat = await bench.stat(entry.name);
      equal([entry.type, entry.inode], [stat.type, stat.inode], entry.name);
    }
  });

  check('list many entries', async (bench) => {
    await bench.makeDirectory('d');
    for (let index = 0; index < 250; index++) await bench.put(`d/${index}`, '');
    equal((await bench.list('d')).length, 250, 'count');
  });

  check('are listed only where they are', async (bench) => {
    await bench.put('f', '');
    await fails('ENOENT', () => bench.list('x'));
    await fails('ENOTDIR', () => bench.list('f'));
  });

  check('are removed when they are empty', async (bench) => {
    await bench.makeDirectory('d');
    await bench.put('d/f', '');
    await fails('ENOTEMPTY', () => bench.fs.removeDirectory(at('d')));
    await bench.fs.unlink(at('d/f'));
    await bench.fs.removeDirectory(at('d'));
    equal(await bench.exists('d'), false, 'is there');
    await fails('ENOENT', () => bench.fs.removeDirectory(at('d')));
    await fails('ENOENT', () => bench.list('d'));
    await fails('EBUSY', () => bench.fs.removeDirectory([]));
    await bench.makeDirectory('d');
    equal(await bench.list('d'), [], 'names');
  });
}

/** What removing does. */
export function testRemoving(check: Check): void {
  check('a file', async (bench) => {
    await bench.put('f', 'x');
    await bench.fs.unlink(at('f'));
    await fails('ENOENT', () => bench.stat('f'));
    await fails('ENOENT', () => bench.fs.unlink(at('f')));
  });

  check('not the one as the other', async (bench) => {
    await bench.put('f', 'x');
    await bench.makeDirectory('d');
    await fails('ENOTDIR', () => bench.fs.removeDirectory(at('f')));
    await fails(['EISDIR', 'EPERM'], () => bench.fs.unlink(at('d')));
    await fails(['EISDIR', 'EPERM', 'EBUSY'], () => bench.fs.unlink([]));
    await fails('ENOTDIR', () => bench.fs.unlink(at('f/x')));
    equal(await bench.list(''), ['d/', 'f'], 'names');
  });
}

/** What renaming does. */
export function testRenaming(check: Check): void {
  const rename = (bench: Bench, from: string, to: string): unknown =>
    bench.fs.rename(at(from), at(to));

  check('a file, within and between directories', async (bench) => {
    await bench.put('f', 'x');
    await bench.makeDirectory('d');
    await rename(bench, 'f', 'g');
    await rename(bench, 'g', 'd/h');
    equal(await bench.list(''), ['d/'], 'names');
    equal(await bench.text('d/h'), 'x', 'text');
  });

  check('a file over another', async (bench) => {
    await bench.put('f', 'new');
    await bench.put('g', 'old');
    await rename(bench, 'f', 'g');
    equal(await bench.list(''), ['g'], 'names');
    equal(await bench.text('g'), 'new', 'text');
  });

  check('onto itself', async (bench) => {
    await bench.put('f', 'x');
    await rename(bench, 'f', 'f');
    equal(await bench.text('f'), 'x', 'text');
    await bench.makeDirectory('d');
    await rename(bench, 'd', 'd');
    equal(await bench.list(''), ['d/', 'f'], 'names');
  });

  check('a directory with all that it holds', async (bench) => {
    await bench.makeDirectory('d');
    await bench.makeDirectory('d/e');
    await bench.makeDirectory('d/e/empty');
    await bench.put('d/f', '1');
    await bench.put('d/e/g', '2');
    await bench.makeDirectory('x');
    await rename(bench, 'd', 'x/y');
    equal(await bench.list(''), ['x/'], 'names');
    equal([await bench.text('x/y/f'), await bench.text('x/y/e/g')], ['1', '2'], 'texts');
    equal(await bench.list('x/y/e'), ['empty/', 'g'], 'names below');
  });

  check('a directory over an empty one only', async (bench) => {
    await bench.makeDirectory('d');
    await bench.put('d/f', '1');
    await bench.makeDirectory('e');
    await rename(bench, 'd', 'e');
    equal(await bench.list('e'), ['f'], 'names');
    await bench.makeDirectory('d');
    await fails('ENOTEMPTY', () => rename(bench, 'd', 'e'));
    equal(await bench.list(''), ['d/', 'e/'], 'names');
  });

  check('nothing that cannot be', async (bench) => {
    await bench.makeDirectory('d');
    await bench.put('f', 'x');
    await fails('ENOENT', () => rename(bench, 'x', 'y'));
    await fails('ENOENT', () => rename(bench, 'f', 'x/y'));
    await fails('ENOTDIR', () => rename(bench, 'f', 'f/y'));
    await fails('EISDIR', () => rename(bench, 'f', 'd'));
    await fails('ENOTDIR', () => rename(bench, 'd', 'f'));
    await fails('EINVAL', () => rename(bench, 'd', 'd/e'));
    await fails('EBUSY', () => rename(bench, '', 'e'));
    await fails('EBUSY', () => rename(bench, 'd', ''));
    equal(await bench.list(''), ['d/', 'f'], 'names');
  });
}
