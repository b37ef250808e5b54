// The mode that an entry is shown with: the browser tells none, and what the person granted can be read and written.
import type { Call } from './call.ts';
import type { FileType } from '../../wasi/vfs/filesystem.ts';
import type { Path } from '../../wasi/vfs/path.ts';

const types: Readonly<Record<FileType, readonly [letter: string, bits: number]>> = {
  directory: ['d', 0o040000],
  file: ['-', 0o100000],
  symlink: ['l', 0o120000],
  'character-device': ['c', 0o020000],
  pipe: ['p', 0o010000],
};

/** As `ls -l` shows it: `rw` for the person, `w` not where writing is refused, `x` for what can be run. */
export function modeOf(call: Call, path: Path, type: FileType): number {
  const isProgram =
    path.at(-1)?.endsWith('.wasm') === true || (path[0] === 'bin' && path.length > 1);
  const runs = type === 'directory' || isProgram ? 0o100 : 0;
  const writes = call.session.tree.readOnlyAt(path) ? 0 : 0o200;
  return types[type][1] | 0o400 | writes | runs;
}

/** `drwx------` */
export function modeText(mode: number, type: FileType): string {
  const bits = ['x', 'w', 'r'];
  let text = types[type][0];
  for (let bit = 8; bit >= 0; bit -= 1) text += mode & (1 << bit) ? (bits[bit % 3] ?? '') : '-';
  return text;
}
