// `df`: what is mounted, and how much room it has, where the browser tells.
import type { Call } from './call.ts';
import { complainUsage, type Command } from './command.ts';
import { forEachOperand } from './operands.ts';
import type { Options } from './options.ts';
import { quoteName } from './quote-name.ts';
import type { MountInfo } from './session.ts';
import { blockSizeOf, humanSize } from './sizes.ts';
import { visible } from '../tty/visible.ts';
import { width } from '../tty/width.ts';
import { formatPath, startsWith } from '../../wasi/vfs/path.ts';

export const df: Command = {
  help: `Usage: df [OPTION]... [FILE]...
Show information about the file system on which each FILE resides,
or all file systems by default.

  -a, --all             include what holds no files of yours: /bin, /dev, /
  -B, --block-size=SIZE scale sizes by SIZE before printing them
  -h, --human-readable  print sizes in powers of 1024 (e.g., 1023M)
  -H, --si              print sizes in powers of 1000 (e.g., 1.1G)
  -k                    like --block-size=1K
  -P, --portability     use the POSIX output format
  -T, --print-type      print file system type
      --total           produce a grand total
      --help            display this help and exit

The browser tells how much it stores for this page in /home and /tmp, and how much it
would. It does not tell how much room the disk of a folder has: that is -.
`,
  options: {
    '-a': 'all',
    '--all': 'all',
    '-B': 'block-size:',
    '--block-size': 'block-size:',
    '-h': 'human',
    '--human-readable': 'human',
    '-H': 'si',
    '--si': 'si',
    '-k': 'kilo',
    '-P': 'posix',
    '--portability': 'posix',
    '-T': 'type',
    '--print-type': 'type',
    '--total': 'total',
    '-l': '',
    '--local': '',
  },
  run,
};

async function run(call: Call, options: Options): Promise<number> {
  const mounts = call.session.mounts();
  const text = options.value('block-size');
  const given = text === undefined ? undefined : blockSizeOf(text);
  if (text !== undefined && given === undefined)
    return complainUsage(call, `invalid --block-size argument ${quoteName(text)}`, df);
  const last = options.last('human', 'si', 'kilo', 'block-size');
  const size = last === 'block-size' ? (given ?? 1024) : 1024;
  const people = last === 'human' || last === 'si';
  const shown: MountInfo[] = [];
  const status = await forEachOperand(call, options.operands, '%s', async (name) => {
    const path = await call.path(name);
    await call.statAt(path);
    const mount = mounts.find(({ point }) => startsWith(path, point));
    if (mount !== undefined) shown.push(mount);
  });
  if (options.operands.length === 0) {
    const own = mounts.filter(
      ({ type }) => options.has('all') || type === 'folder' || type === 'opfs',
    );
    shown.push(...own.toReversed());
  }
  const unit = (bytes: number): string =>
    people ? humanSize(bytes, last === 'si' ? 1000 : 1024) : String(Math.ceil(bytes / size));
  const withType = options.has('type');
  const rows = [header(people, size, withType, options.has('posix'))];
  let [total, used, known] = [0, 0, false];
  for (const { source, type, point } of shown) {
    const storage = await call.until(call.session.storage(point));
    // /home and /tmp are one storage.
    if (storage !== undefined && !known) [total, used, known] = [storage.size, storage.used, true];
    rows.push([
      visible(source),
      ...(withType ? [type] : []),
      ...numbers(storage?.size, storage?.used, unit),
      visible(formatPath(point)),
    ]);
  }
  if (options.has('total')) {
    const sums = known ? numbers(total, used, unit) : numbers(undefined, undefined, unit);
    rows.push(['total', ...(withType ? ['-'] : []), ...sums, '-']);
  }
  if (shown.length > 0 || options.operands.length === 0)
    await call.stdout.print(table(rows, withType));
  return status;
}

function header(people: boolean, size: number, withType: boolean, posix: boolean): string[] {
  const blocks = size === 1024 && !posix ? '1K-blocks' : `${posix ? size : humanSize(size)}-blocks`;
  return [
    'Filesystem',
    ...(withType ? ['Type'] : []),
    people ? 'Size' : blocks,
    'Used',
    people ? 'Avail' : 'Available',
    posix ? 'Capacity' : 'Use%',
    'Mounted on',
  ];
}

function numbers(
  size: number | undefined,
  used: number | undefined,
  unit: (bytes: number) => string,
): string[] {
  if (size === undefined || used === undefined) return ['-', '-', '-', '-'];
  const share = size === 0 ? '-' : `${Math.ceil((100 * used) / size)}%`;
  return [unit(size), unit(used), unit(Math.max(0, size - used)), share];
}

/** Columns: names to the left, numbers to the right, the last one as it is. */
function table(rows: readonly (readonly string[])[], withType: boolean): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ''))),
  );
  // As GNU's, which leaves room for a device's name.
  widths[0] = Math.max(14, widths[0] ?? 0);
  const names = withType ? 2 : 1;
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(text)));
          if (column === columns - 1) return text;
          return column < names ? text + pad : pad + text;
        })
        .join(' '),
    )
    .map((line) => `${line}\n`)
    .join('');
}
