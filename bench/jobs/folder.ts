// The folder that the jobs work on.
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Sizes } from './sizes.ts';

const folders = 100;

/** Numbers that look random, and are the same each time. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 2_147_483_647) yield state;
}

/** Lines of words and numbers in no order. */
function text(size: number): Buffer {
  const random = numbers();
  const lines: string[] = [];
  for (let length = 0; length < size;) {
    const line = `${random.next().value} the quick brown fox ${random.next().value}\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('').slice(0, size - 1) + '\n');
}

function writeTree(root: string, files: number): void {
  const each = files / folders;
  for (let folder = 0; folder < folders; folder++) {
    const directory = join(root, `folder-${String(folder).padStart(2, '0')}`);
    mkdirSync(directory, { recursive: true });
    for (let file = 0; file < each; file++) {
      const name = `file-${folder}-${file}.${file % 2 === 0 ? 'txt' : 'dat'}`;
      writeFileSync(join(directory, name), `${name}\n`.repeat(1 + ((folder + file) % 200)));
    }
  }
}

/** A file with a first and a last line, and a hole between. */
export function writeHole(path: string, size: number): void {
  const file = openSync(path, 'w');
  writeSync(file, 'the first line\n');
  ftruncateSync(file, size);
  const end = '\nthe last line\n';
  writeSync(file, end, size - end.length);
  closeSync(file);
}

/** A text of `size` bytes, by pieces that repeat. */
export function writeText(path: string, size: number): void {
  const piece = text(Math.min(size, 16 * 1024 * 1024));
  const file = openSync(path, 'w');
  for (let left = size; left > 0; left -= piece.length)
    writeSync(file, piece.subarray(Math.max(0, piece.length - left)));
  closeSync(file);
}

/** Fills a new folder. */
export function fillFolder(root: string, sizes: Sizes): void {
  writeTree(join(root, 'tree'), sizes.files);
  writeTree(join(root, 'small'), sizes.copied);
  writeText(join(root, 'big.txt'), sizes.big);
  writeFileSync(join(root, 'text.txt'), text(sizes.text));
  for (const name of ['a', 'b', 'c']) writeText(join(root, name), sizes.text);
  writeFileSync(join(root, 'one.txt'), 'one\n');
  writeHole(join(root, 'huge'), sizes.huge);
  writeHole(join(root, 'piped'), sizes.piped);
}
