// `stat`: all that is known of an entry, in GNU's forms. What the browser does not tell is `-`.
import type { Call } from './call.ts';
import type { Command } from './command.ts';
import { modeOf, modeText } from './mode.ts';
import { forEachOperand } from './operands.ts';
import type { Options } from './options.ts';
import { quoteName } from './quote-name.ts';
import { fullTime } from './strftime.ts';
import type { FileType, Stat } from '../../wasi/vfs/filesystem.ts';
import { formatPath, type Path, startsWith } from '../../wasi/vfs/path.ts';

export const stat: Command = {
  help: `Usage: stat [OPTION]... FILE...
Display file or file system status.

  -L, --dereference     follow links
  -f, --file-system     display file system status instead of file status
  -c  --format=FORMAT   use the specified FORMAT instead of the default;
                        output a newline after each use of FORMAT
      --printf=FORMAT   like --format, but interpret backslash escapes,
                        and do not output a mandatory trailing newline
  -t, --terse           print the information in terse form
      --help            display this help and exit

The valid format sequences for files (without --file-system):
  %a %A  access rights in octal, in letters       %n  file name
  %b %B  number of blocks, size of each           %N  quoted file name
  %d %D  device number in decimal, in hex         %o  optimal I/O transfer size
  %f %F  raw mode in hex, file type               %s  total size, in bytes
  %g %G  group ID, group name                     %u %U  user ID, user name
  %h     number of hard links                     %w %W  time of birth
  %i     inode number                             %x %X  time of last access
  %m     mount point                              %y %Y  time of last modification
                                                  %z %Z  time of last status change
  (x y z for people, X Y Z in seconds since 1970)

For file systems:
  %a %b %f  blocks available, all in all, free    %n  file name
  %c %d  inodes all in all, free                  %s %S  size of a block
  %i     file system ID in hex                    %T  type
  %l     longest file name

The browser tells neither modes nor owners: they are those that ls shows. What it
does not know of times and file systems is printed as - (or 0, in seconds).
`,
  options: {
    '-L': 'follow',
    '--dereference': 'follow',
    '-f': 'system',
    '--file-system': 'system',
    '-c': 'format:',
    '--format': 'format:',
    '--printf': 'printf:',
    '-t': 'terse',
    '--terse': 'terse',
    '--cached': 'cached:',
  },
  run,
};

const forms = {
  file: {
    full: `  File: %n
  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F
Device: %Hd,%Ld\tInode: %-11i Links: %h
Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)
Access: %x
Modify: %y
Change: %z
 Birth: %w
`,
    terse: '%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o\n',
  },
  system: {
    full: `  File: "%n"
    ID: %-8i Namelen: %-7l Type: %T
Block size: %-10s Fundamental block size: %S
Blocks: Total: %-10b Free: %-10f Available: %a
Inodes: Total: %-10c Free: %d
`,
    terse: '%n %i %l %t %s %S %b %f %a %c %d\n',
  },
};

async function run(call: Call, options: Options): Promise<number> {
  if (options.operands.length === 0) {
    await call.complain('missing operand');
    await call.printError(`Try '${call.name} --help' for more information.\n`);
    return 1;
  }
  const of = options.has('system') ? 'system' : 'file';
  const escaped = options.last('format', 'printf') === 'printf';
  const given = options.value(escaped ? 'printf' : 'format');
  const own = escaped ? withoutEscapes(given ?? '') : `${given ?? ''}\n`;
  const form = given === undefined ? forms[of][options.has('terse') ? 'terse' : 'full'] : own;
  const failure =
    of === 'system' ? 'cannot read file system information for %s' : 'cannot statx %s';
  return await forEachOperand(call, options.operands, failure, async (name) => {
    const path = await call.path(name, options.has('follow') ? 'follow' : 'keep');
    const values = await (of === 'system' ? systemValues : fileValues)(call, path, name);
    await call.stdout.print(filled(form, values));
  });
}

/** What a conversion prints, by its letter. */
type Values = (conversion: string) => string;

const typeNames: Readonly<Record<FileType, string>> = {
  directory: 'directory',
  file: 'regular file',
  symlink: 'symbolic link',
  'character-device': 'character special file',
  pipe: 'fifo',
};

async function fileValues(call: Call, path: Path, name: string): Promise<Values> {
  const found = await call.statAt(path);
  const { type, size, device, inode, links } = found;
  const mode = modeOf(call, path, type);
  const link = type === 'symlink' ? await call.until(call.session.tree.readlink(path)) : undefined;
  const user = call.env.get('USER') ?? 'user';
  const values: Readonly<Record<string, () => string>> = {
    a: () => (mode & 0o7777).toString(8),
    A: () => modeText(mode, type),
    b: () => String(type === 'file' ? Math.ceil(size / 4096) * 8 : 8),
    B: () => '512',
    C: () => '?',
    d: () => String(device),
    D: () => device.toString(16),
    Hd: () => String(device >> 32n),
    Ld: () => String(device & 0xffffffffn),
    f: () => mode.toString(16),
    F: () => (type === 'file' && size === 0 ? 'regular empty file' : typeNames[type]),
    g: () => '1000',
    G: () => user,
    h: () => String(links),
    i: () => String(inode),
    m: () => formatPath(call.session.tree.mountOf(path).mount.point),
    n: () => name,
    N: () => `${quoteName(name)}${link === undefined ? '' : ` -> ${quoteName(link)}`}`,
    o: () => '4096',
    s: () => String(size),
    t: () => '0',
    T: () => '0',
    u: () => '1000',
    U: () => user,
    w: () => '-',
    W: () => '0',
    ...timeValues(call, found),
  };
  return (conversion) => values[conversion]?.() ?? '?';
}

function timeValues(call: Call, found: Stat): Record<string, () => string> {
  const of = (time: bigint): (() => string)[] => [
    () => (time === 0n ? '-' : fullTime(call, time)),
    () => String(time / 1_000_000_000n),
  ];
  const [x = unknown, X = unknown] = of(found.accessed);
  const [y = unknown, Y = unknown] = of(found.modified);
  const [z = unknown, Z = unknown] = of(found.changed);
  return { x, X, y, Y, z, Z };
}

const unknown = (): string => '-';

async function systemValues(call: Call, path: Path, name: string): Promise<Values> {
  const { device } = await call.statAt(path);
  const { used, size } = (await call.session.storage(path)) ?? {};
  const blocks = size === undefined ? '-' : String(Math.floor(size / 4096));
  const free =
    size === undefined || used === undefined ? '-' : String(Math.floor((size - used) / 4096));
  const values: Readonly<Record<string, string>> = {
    a: free,
    b: blocks,
    c: '-',
    d: '-',
    f: free,
    i: device.toString(16),
    l: '255',
    n: name,
    s: '4096',
    S: '4096',
    t: '0',
    T: call.session.mounts().find(({ point }) => startsWith(path, point))?.type ?? 'UNKNOWN',
  };
  return (conversion) => values[conversion] ?? '?';
}

/** Replaces each `%…`, with its flags, width and precision. */
function filled(form: string, values: Values): string {
  return form.replace(
    /%([-+ 0#']*)(\d*)(?:\.(\d+))?([HL]?[a-zA-Z%])/g,
    (_, flags: string, width: string, precision: string | undefined, conversion: string) => {
      if (conversion === '%') return '%';
      let text = values(conversion);
      if (flags.includes('#') && conversion === 'a') text = `0${text}`;
      if (flags.includes('#') && (conversion === 'D' || conversion === 'f')) text = `0x${text}`;
      if (precision !== undefined && /[AnNF]/.test(conversion))
        text = text.slice(0, Number(precision));
      const columns = Number(width);
      if (flags.includes('-')) return text.padEnd(columns);
      return text.padStart(columns, flags.includes('0') && /^[0-9]/.test(text) ? '0' : ' ');
    },
  );
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
};

function withoutEscapes(text: string): string {
  return text.replace(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/gs, (all, what: string) => {
    if (/^[0-7]/.test(what)) return String.fromCharCode(Number.parseInt(what, 8));
    if (/^x./.test(what)) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    return escapes[what] ?? all.slice(1);
  });
}
