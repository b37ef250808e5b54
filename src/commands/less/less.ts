// `less` and `more`: what is shown is read where it is looked at; keys come from the terminal, whatever standard input is.
import { helpText } from './help.ts';
import { Pager, type PagerFile } from './pager.ts';
import { Document } from './document.ts';
import { looksBinary } from './binary.ts';
import { Screen } from './screen.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { FileSource, type Source, StreamSource } from './source.ts';
import type { Call } from '../call.ts';
import { chunks } from '../chunks.ts';
import type { Command } from '../command.ts';
import { onScreen, withKeys } from '../full-screen.ts';
import { type OptionNames, type Options, readOptions } from '../options.ts';
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import { visible } from '../../tty/visible.ts';

const names: OptionNames = {
  '-e': 'quit-second',
  '--quit-at-eof': 'quit-second',
  '-E': 'quit-first',
  '--QUIT-AT-EOF': 'quit-first',
  '-f': 'force',
  '--force': 'force',
  '-F': 'one-screen',
  '--quit-if-one-screen': 'one-screen',
  '-G': 'no-highlight',
  '-i': 'smart',
  '--ignore-case': 'smart',
  '-I': 'ignore',
  '--IGNORE-CASE': 'ignore',
  '-m': 'medium',
  '--long-prompt': 'medium',
  '-M': 'long',
  '--LONG-PROMPT': 'long',
  '-n': 'no-numbers',
  '--line-numbers': 'no-numbers',
  '-N': 'numbers',
  '--LINE-NUMBERS': 'numbers',
  '-p': 'pattern:',
  '--pattern': 'pattern:',
  '-r': 'colours',
  '--raw-control-chars': 'colours',
  '-R': 'colours',
  '--RAW-CONTROL-CHARS': 'colours',
  '-S': 'chop',
  '--chop-long-lines': 'chop',
  '-x': 'tabs:',
  '--tabs': 'tabs:',
  '-X': 'no-init',
  '--no-init': 'no-init',
  // How the real one draws, and what it keeps: here there is one way.
  '-a': '',
  '-A': '',
  '-c': '',
  '-C': '',
  '-d': '',
  '-g': '',
  '-J': '',
  '-K': '',
  '-L': '',
  '-q': '',
  '-Q': '',
  '-s': '',
  '-u': '',
  '-U': '',
  '-w': '',
  '-W': '',
  '-~': '',
};

export const less: Command = {
  help: helpText,
  options: names,
  run: (call, options) => page(call, options, {}),
};

export const more: Command = {
  help: helpText,
  options: names,
  run: (call, options) =>
    page(call, options, { prompt: 'more', quitsAtEnd: 'first', colours: true }),
};

async function page(call: Call, options: Options, own: Partial<Settings>): Promise<number> {
  const preset = readOptions(presetOptions(call.env.get('LESS') ?? ''), names);
  const given = [...preset.given, ...options.given];
  const has = (name: string): boolean => given.some((option) => option.name === name);
  const commands = options.operands.filter((operand) => operand.startsWith('+'));
  const operands = options.operands.filter((operand) => !operand.startsWith('+'));
  const stdin = lazily(() => new StreamSource(call.stdin));
  const file = (name: string): PagerFile =>
    name === '-'
      ? { name: undefined, open: async () => stdin() }
      : { name, open: () => openFile(call, name) };
  if (operands.length === 0) {
    if (call.stdin.type === 'terminal') {
      await call.printError(`Missing filename ("${call.name} --help" for help)\n`);
      return 1;
    }
    operands.push('-');
  }
  const files = operands.map(file);
  if (!call.stdout.isTerminal) return await printAll(call, operands);

  const settings: Settings = { ...defaultSettings, ...settingsOf(given), ...own };
  const first = await firstFile(call, files, has('force'));
  if (first === undefined) return 1;
  const screen = new Screen(call.session.tty, !has('no-init') && settings.prompt !== 'more');
  const { source, files: wanted } = first;
  if (
    has('one-screen') &&
    wanted.length === 1 &&
    (await printShort(call, source, settings, screen))
  )
    return 0;
  const pattern = given.findLast(({ name }) => name === 'pattern')?.value;
  const typed = commands.map((command) => command.replace(/^\+\+?/, '').replace(/^\d+$/, '$&g'));
  if (pattern !== undefined) typed.push(`/${pattern}`);
  const initial = typed.map((text) => (/^[/?&]/.test(text) ? `${text}\r` : text)).join('');
  await onScreen(call, screen, async (keys) => {
    const turn = (): void | Promise<void> => call.turn();
    await new Pager({ screen, keys, settings, file, turn, initial }, wanted, source).run();
  });
  return 0;
}

/** Shows text under a name; prints it where nobody looks at a screen. */
export async function showText(call: Call, name: string, text: Uint8Array): Promise<void> {
  if (!call.stdout.isTerminal) return await call.stdout.print(text);
  const { tty } = call.session;
  const source = new StreamSource(undefined, text);
  const file = { name, open: async () => source };
  const screen = new Screen(tty, true);
  await onScreen(call, screen, async (keys) => {
    const settings = { ...defaultSettings };
    const turn = (): void | Promise<void> => call.turn();
    const options = { screen, keys, settings, file: () => file, turn, initial: '' };
    await new Pager(options, [file], source).run();
  });
}

/** The words of `$LESS`, the first of which may lack its dash. */
function presetOptions(text: string): string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => (/^[-+]/.test(word) ? word : `-${word}`));
}

function settingsOf(given: Options['given']): Partial<Settings> {
  const settings: Partial<Settings> = {};
  for (const { name, value } of given) {
    if (name === 'quit-second') settings.quitsAtEnd = 'second';
    if (name === 'quit-first') settings.quitsAtEnd = 'first';
    if (name === 'no-highlight') settings.highlights = false;
    if (name === 'smart' || name === 'ignore') settings.letters = name;
    if (name === 'medium' || name === 'long') settings.prompt = name;
    if (name === 'numbers') settings.numbers = true;
    if (name === 'colours') settings.colours = true;
    if (name === 'chop') settings.chop = true;
    if (name === 'tabs') settings.tabs = Math.max(1, Number.parseInt(value, 10) || 8);
  }
  return settings;
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= make());
}

async function openFile(call: Call, name: string): Promise<Source> {
  const path = await call.path(name);
  const { type, size } = await call.statAt(path);
  if (type === 'directory') throw new SystemError('EISDIR');
  const file = await call.open(path);
  return file.kind === 'file' ? new FileSource(file, size) : new StreamSource(file);
}

/** The first file that can be opened and is wanted, and those behind it. What cannot is said. */
async function firstFile(
  call: Call,
  files: readonly PagerFile[],
  force: boolean,
): Promise<{ readonly source: Source; readonly files: readonly PagerFile[] } | undefined> {
  let said = false;
  for (const [index, { name = '', open }] of files.entries()) {
    try {
      const source = await open();
      const asks =
        !force && name !== '' && looksBinary(await call.until(source.read(0, call.signal)));
      const question = `"${visible(name)}" may be a binary file.  See it anyway? `;
      if (!asks || /^y$/i.test(await askKey(call, question))) {
        if (said) await askKey(call, 'Press RETURN to continue ');
        return { source, files: files.slice(index) };
      }
      await source.close();
    } catch (error) {
      if (!isSystemError(error) || call.signal.aborted) throw error;
      await call.printError(`${refusalOf(name, error)}\n`);
      said = true;
    }
  }
  return undefined;
}

/** Asks something, and waits for a key. */
async function askKey(call: Call, question: string): Promise<string> {
  return await withKeys(call, async (keys) => {
    await call.printError(question);
    const key = await keys.next();
    await call.printError('\n');
    return key;
  });
}

/** Prints a file that fits on the screen. @returns whether it does */
async function printShort(
  call: Call,
  source: Source,
  settings: Settings,
  { columns, height }: Screen,
): Promise<boolean> {
  const layout = { columns, chop: settings.chop, shift: 0, tabs: settings.tabs };
  const { colours } = settings;
  const view = { layout, colours, highlight: undefined, filter: undefined };
  const document = new Document(source, view, () => call.turn());
  const { rows } = await document.rows({ line: 0, row: 0 }, height + 1, call.signal);
  if (rows.length > height) return false;
  for (const { line, row } of rows) await call.stdout.print(`${line.rows[row] ?? ''}\n`);
  await source.close();
  return true;
}

/** Does what `cat` does: nobody looks at a screen. */
async function printAll(call: Call, operands: readonly string[]): Promise<number> {
  let status = 0;
  for (const name of operands) {
    try {
      const input = name === '-' ? call.stdin : await call.open(await call.path(name));
      for await (const chunk of chunks(call, input)) await call.stdout.print(chunk);
      if (name !== '-') await input.close();
    } catch (error) {
      if (!isSystemError(error) || error.code === 'EPIPE' || call.signal.aborted) throw error;
      await call.stdout.flush();
      await call.printError(`${refusalOf(name, error)}\n`);
      status = 1;
    }
  }
  return status;
}

/** Why a file is not shown. */
function refusalOf(name: string, error: SystemError): string {
  return `${visible(name)}${error.code === 'EISDIR' ? ' is a directory' : `: ${error.message}`}`;
}
