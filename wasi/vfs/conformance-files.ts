// The part of the conformance suite about files.
import {
  anew,
  at,
  type Bench,
  type Check,
  ConformanceError,
  contentOf,
  encoder,
  equal,
  fails,
  forCreating,
  forReading,
  forWriting,
} from './conformance-bench.ts';

/** Some bytes; many of them are more than the browser is handed at once. */
const piece = Uint8Array.from({ length: 65_536 }, (_, index) => (index * 31) % 251);

/** Writes a file anew, so many pieces long, and compares what is stored then. */
async function writeMuch(bench: Bench, path: string, pieces: number): Promise<void> {
  const file = await bench.open(path, anew);
  for (let count = 0; count < pieces; count++) await file.write('end', piece);
  await file.close();
  const stored = await bench.open(path, forReading);
  const size = pieces * piece.length;
  equal((await stored.stat()).size, size, 'size');
  for (let from = 0; from < size;) {
    const part = await stored.read(from, 1_000_003);
    if (part.length === 0) throw new ConformanceError(`nothing at ${from}`);
    const wrong = part.findIndex((byte, index) => byte !== piece[(from + index) % piece.length]);
    equal(wrong, -1, `first wrong byte behind ${from}`);
    from += part.length;
  }
  await stored.close();
}

/** What single files do. */
export function testFiles(check: Check): void {
  check('hold what was written', async (bench) => {
    await bench.put('f', 'hello');
    equal(await bench.text('f'), 'hello', 'text');
    const { type, size, links } = await bench.stat('f');
    equal([type, size, links], ['file', 5, 1], 'stat');
  });

  check('are made at the open, empty', async (bench) => {
    const file = await bench.open('f', forCreating);
    equal((await bench.stat('f')).size, 0, 'size');
    await file.close();
    equal(await bench.text('f'), '', 'text');
  });

  check('are opened only where they are', async (bench) => {
    await fails('ENOENT', () => bench.open('f', forReading));
    await fails('ENOENT', () => bench.open('f', forWriting));
    await fails('ENOENT', () => bench.open('d/f', forCreating));
    await bench.put('f', '');
    await fails('ENOTDIR', () => bench.open('f/x', forCreating));
    await fails('ENOTDIR', () => bench.stat('f/x'));
    await bench.makeDirectory('d');
    await fails('EISDIR', () => bench.open('d', forReading));
    await fails('EISDIR', () => bench.open('d', forCreating));
    await fails('EISDIR', () => bench.open('', forReading));
  });

  check('are made exclusively once', async (bench) => {
    const exclusive = { ...forCreating, exclusive: true };
    await (await bench.open('f', exclusive)).close();
    await fails('EEXIST', () => bench.open('f', exclusive));
    await bench.makeDirectory('d');
    await fails('EEXIST', () => bench.open('d', exclusive));
  });

  check('are cut at an open that truncates', async (bench) => {
    await bench.put('f', 'hello');
    const file = await bench.open('f', { ...forWriting, truncate: true });
    equal((await file.stat()).size, 0, 'size');
    await file.close();
    equal(await bench.text('f'), '', 'text');
  });

  check('keep what is not overwritten', async (bench) => {
    await bench.put('f', 'hello');
    const file = await bench.open('f', forWriting);
    equal(await file.write(1, encoder.encode('EL')), 3, 'position');
    await file.close();
    equal(await bench.text('f'), 'hELlo', 'text');
  });

  check('grow at the end', async (bench) => {
    await bench.put('f', 'one\n');
    const file = await bench.open('f', forWriting);
    equal(await file.write('end', encoder.encode('two\n')), 8, 'position');
    await file.write('end', encoder.encode('three\n'));
    await file.close();
    equal(await bench.text('f'), 'one\ntwo\nthree\n', 'text');
  });

  check('are zero where nothing was written', async (bench) => {
    await bench.put('f', 'ab');
    const file = await bench.open('f', forWriting);
    await file.write(5, encoder.encode('c'));
    equal(await contentOf(file), 'ab\0\0\0c', 'before the close');
    await file.close();
    equal(await bench.text('f'), 'ab\0\0\0c', 'after it');
    const sparse = await bench.open('g', forCreating);
    await sparse.write(3, encoder.encode('x'));
    await sparse.close();
    equal(await bench.text('g'), '\0\0\0x', 'a new one');
  });

  check('are cut and extended', async (bench) => {
    await bench.put('f', 'hello');
    const file = await bench.open('f', forWriting);
    await file.truncate(3);
    equal(await contentOf(file), 'hel', 'cut');
    await file.truncate(5);
    equal(await contentOf(file), 'hel\0\0', 'extended');
    await file.write(5, encoder.encode('!'));
    await file.truncate(0);
    await file.write(0, encoder.encode('new'));
    await file.close();
    equal(await bench.text('f'), 'new', 'text');
  });

  check('take large writes in pieces of any size', async (bench) => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251);
    const file = await bench.open('f', anew);
    const sizes = [1, 70_000, 9, 130_000, 1];
    let position = 0;
    for (const size of sizes)
      position = await file.write(position, bytes.subarray(position, position + size));
    await file.write(position, bytes.subarray(position));
    await file.close();
    const stored = await bench.open('f', forReading);
    for (let from = 0; from < bytes.length;) {
      const part = await stored.read(from, 65_536);
      if (part.length === 0) throw new ConformanceError(`nothing at ${from}`);
      const wrong = part.findIndex((byte, index) => byte !== bytes[from + index]);
      equal(wrong, -1, `first wrong byte behind ${from}`);
      from += part.length;
    }
    equal((await stored.read(bytes.length, 10)).length, 0, 'bytes behind the end');
    await stored.close();
  });

  check('take much in small pieces, new or in the place of what was there', async (bench) => {
    await bench.put('f', 'old');
    await writeMuch(bench, 'f', 50);
    await writeMuch(bench, 'g', 45);
    equal(await bench.list(''), ['f', 'g'], 'entries');
  });

  check('keep what was written last when they are renamed and removed', async (bench) => {
    const file = await bench.open('f', anew);
    for (let count = 0; count < 40; count++) await file.write('end', piece);
    await bench.fs.rename(at('f'), at('g'));
    await file.write('end', encoder.encode('end'));
    await bench.fs.unlink(at('g'));
    const size = 40 * piece.length + 3;
    equal((await file.stat()).size, size, 'size');
    equal(Array.from(await file.read(size - 4, 4)), [piece.at(-1), 101, 110, 100], 'its end');
    await file.close();
    equal(await bench.list(''), [], 'entries');
  });

  check('borrow the bytes that they are given', async (bench) => {
    const file = await bench.open('f', anew);
    const bytes = encoder.encode('a');
    await file.write(0, bytes);
    bytes.fill(0);
    await file.close();
    equal(await bench.text('f'), 'a', 'text');
  });
}

/** What open files do, alone and together. */
export function testOpenFiles(check: Check): void {
  check('show each other what they wrote', async (bench) => {
    const one = await bench.open('f', anew);
    const other = await bench.open('f', forReading);
    await one.write(0, encoder.encode('hello'));
    equal(await contentOf(other), 'hello', 'read');
    equal((await other.stat()).size, 5, 'size');
    equal((await bench.stat('f')).size, 5, 'size by path');
    await one.write(5, encoder.encode(' you'));
    equal(await contentOf(other), 'hello you', 'read again');
    await one.close();
    equal(await contentOf(other), 'hello you', 'after the close');
    await other.close();
  });

  check('have the inode of their entry', async (bench) => {
    const file = await bench.open('f', forCreating);
    const [own, entry] = [await file.stat(), await bench.stat('f')];
    equal([own.device, own.inode], [entry.device, entry.inode], 'device and inode');
    equal(entry.inode === 0n, false, 'is 0');
    await file.close();
  });

  check('go on after a sync', async (bench) => {
    const file = await bench.open('f', anew);
    await file.write(0, encoder.encode('one'));
    await file.sync();
    equal(await bench.text('f'), 'one', 'text');
    await file.write('end', encoder.encode(' two'));
    await file.sync();
    await file.sync();
    await file.close();
    equal(await bench.text('f'), 'one two', 'text');
  });

  check('stay readable and writable when they are unlinked', async (bench) => {
    await bench.put('f', 'old');
    const file = await bench.open('f', forWriting);
    await bench.fs.unlink(at('f'));
    await fails('ENOENT', () => bench.stat('f'));
    equal(await contentOf(file), 'old', 'read');
    await file.write(3, encoder.encode('er'));
    equal(await contentOf(file), 'older', 'read');
    // The name is free, also while the old one is open.
    await bench.put('f', 'new');
    equal(await contentOf(file), 'older', 'read');
    await file.close();
    equal(await bench.text('f'), 'new', 'the new one');
  });

  check('stay readable when another file takes their name', async (bench) => {
    await bench.put('f', 'old');
    await bench.put('g', 'new');
    const file = await bench.open('f', forReading);
    await bench.fs.rename(at('g'), at('f'));
    equal(await contentOf(file), 'old', 'read');
    await file.close();
    equal(await bench.text('f'), 'new', 'text');
  });

  check('follow a rename', async (bench) => {
    await bench.makeDirectory('d');
    const file = await bench.open('d/f', anew);
    await file.write(0, encoder.encode('one'));
    await bench.fs.rename(at('d/f'), at('g'));
    await file.write(3, encoder.encode(' two'));
    await file.close();
    equal(await bench.text('g'), 'one two', 'text');
    await fails('ENOENT', () => bench.stat('d/f'));
  });
}
