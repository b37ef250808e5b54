// `stty`: how the terminal treats what is typed and written.
import type { Call } from './call.ts';
import type { Command } from './command.ts';
import type { Options } from './options.ts';
import { cooked, raw, type TtyMode } from '../tty/mode.ts';

export const stty: Command = {
  help: `Usage: stty [-a|-g] [SETTING]...
Print or change terminal characteristics.

  -a, --all    print all current settings in human-readable form
  -g, --save   print all current settings in a stty-readable form
      --help   display this help and exit

  size         print the number of rows and columns
  [-]echo      echo input characters
  [-]icanon    edit input line by line
  [-]isig      ^C, ^Z and ^\\ are signals
  [-]icrnl     Enter is a newline
  [-]onlcr     a newline returns to the first column
  raw, -cooked each byte as it comes, without an echo
  sane, cooked, -raw
               what programs begin with

The terminal has no others; its size is the window's. When a command line is done, the
terminal is sane again.
`,
  options: { '-a': 'all', '--all': 'all', '-g': 'save', '--save': 'save' },
  form: { dashed: /^-[a-z]{2,}$/ },
  run,
};

/** Each setting's name, and what it is called here. */
const flags = {
  icrnl: 'inputNewlines',
  onlcr: 'outputNewlines',
  isig: 'signals',
  icanon: 'canonical',
  echo: 'echo',
} as const satisfies Record<string, keyof TtyMode>;

const names = Object.keys(flags) as (keyof typeof flags)[];

async function run(call: Call, options: Options): Promise<number> {
  const { tty } = call.session;
  if (call.stdin.type !== 'terminal') {
    await call.complain("'standard input': Inappropriate ioctl for device");
    return 1;
  }
  if (options.has('all') || (options.operands.length === 0 && !options.has('save'))) {
    if (options.operands.length > 0) {
      await call.complain('when specifying an output style, modes may not be set');
      return 1;
    }
    await call.stdout.print(report(tty.mode, tty.rows, tty.columns, options.has('all')));
    return 0;
  }
  if (options.has('save')) {
    await call.stdout.print(`${saved(tty.mode)}\n`);
    return 0;
  }
  let mode = tty.mode;
  for (const word of options.operands) {
    if (word === 'size') {
      await call.stdout.print(`${tty.rows} ${tty.columns}\n`);
      continue;
    }
    const changed = changedBy(mode, word);
    if (changed === undefined) {
      await call.complain(`invalid argument '${word}'`);
      await call.printError(`Try '${call.name} --help' for more information.\n`);
      return 1;
    }
    mode = changed;
  }
  tty.setMode(mode);
  return 0;
}

/** What a word makes of a mode; undefined where the terminal has no such setting. */
function changedBy(mode: TtyMode, word: string): TtyMode | undefined {
  if (word === 'raw' || word === '-cooked')
    return { ...raw, echo: mode.echo, outputNewlines: false };
  if (word === 'cooked' || word === '-raw')
    return { ...mode, canonical: true, signals: true, inputNewlines: true, outputNewlines: true };
  if (word === 'sane') return cooked;
  if (word === 'cbreak') return { ...mode, canonical: false };
  if (word === '-cbreak') return { ...mode, canonical: true };
  const bits = /^dirsh:([01]{5})$/.exec(word)?.[1];
  if (bits !== undefined)
    return names.reduce(
      (all, name, index) => ({ ...all, [flags[name]]: bits[index] === '1' }),
      mode,
    );
  const name = names.find((one) => one === word.replace(/^-/, ''));
  return name === undefined ? undefined : { ...mode, [flags[name]]: !word.startsWith('-') };
}

/** A mode as one word, which is an argument again. */
function saved(mode: TtyMode): string {
  return `dirsh:${names.map((name) => (mode[flags[name]] ? '1' : '0')).join('')}`;
}

function report(mode: TtyMode, rows: number, columns: number, all: boolean): string {
  const words = names.map((name) => `${mode[flags[name]] ? '' : '-'}${name}`);
  if (!all) {
    const others = names.filter((name) => mode[flags[name]] !== cooked[flags[name]]);
    const text = others.map((name) => `${mode[flags[name]] ? '' : '-'}${name}`).join(' ');
    return `speed 38400 baud; line = 0;\n${text === '' ? '' : `${text}\n`}`;
  }
  return (
    `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;\n` +
    'intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; susp = ^Z; rprnt = ^R;\n' +
    'werase = ^W; lnext = ^V;\n' +
    `${words.join(' ')}\n`
  );
}
