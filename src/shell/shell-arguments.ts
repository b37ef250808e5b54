// What a shell is started with: `bash -eu script a b`, `sh -c 'text' name`, `bash -s a`.
import { optionLetters, Options, setOptions } from './options.ts';
import { printable } from './quote.ts';

/** Where the commands come from: an argument, a file, or standard input. */
export type Commands =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'file'; readonly name: string }
  | { readonly from: 'input' };

/** What the arguments ask for. */
export interface ShellArguments {
  readonly commands: Commands;
  /** `$0` */
  readonly name: string;
  /** `$1` … */
  readonly positional: readonly string[];
  /** The options that are turned on or off, of `set` and of `shopt`. */
  readonly options: ReadonlyMap<string, boolean>;
  /** `-i`: a person is to be asked for commands. */
  readonly interactive: boolean;
}

/** What the arguments ask for; or what is wrong with them, or `--help`, `--version`. */
export type ReadArguments =
  | { readonly shell: ShellArguments }
  | { readonly problem: string; readonly showsUsage: boolean }
  | { readonly asks: 'help' | 'version' };

/** Long options that change nothing here: there are no start-up files for a shell that nobody types in. */
const without = new Set(['--norc', '--noprofile', '--login', '--noediting']);
const withValue = new Set(['--rcfile', '--init-file']);
const shopts = new Options();

/** Reads the arguments as bash does. @param args the name that the shell was called by first */
export function readShellArguments([called = 'bash', ...args]: readonly string[]): ReadArguments {
  const options = new Map<string, boolean>();
  if (called.replace(/^.*\//, '') === 'sh') options.set('posix', true);
  let index = 0;
  for (; args[index]?.startsWith('--') && args[index] !== '--'; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--help' || arg === '--version')
      return { asks: arg === '--help' ? 'help' : 'version' };
    if (arg === '--posix') options.set('posix', true);
    else if (arg === '--verbose') options.set('verbose', true);
    else if (withValue.has(arg)) index += 1;
    else if (!without.has(arg)) return wrong(`${printable(arg)}: invalid option`, true);
  }
  const flags = new Set<string>();
  for (; index < args.length && /^[-+]./.test(args[index] ?? ''); index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') break;
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'o' || letter === 'O') {
        index += 1;
        const name = args[index];
        if (name === undefined) return wrong(`${arg}: option requires an argument`);
        if (letter === 'o' ? !setOptions.has(name) : !shopts.isShopt(name)) {
          const kind = letter === 'o' ? 'option' : 'shell option';
          return wrong(`${printable(name)}: invalid ${kind} name`);
        }
        options.set(name, on);
      } else if ('csilrD'.includes(letter)) flags.add(letter);
      else {
        const name = optionLetters.get(letter);
        if (name === undefined) {
          return wrong(`${arg.charAt(0)}${printable(letter)}: invalid option`, true);
        }
        options.set(name, on);
      }
    }
  }
  if (args[index] === '--' || args[index] === '-') index += 1;
  const operands = args.slice(index);
  const [first, ...more] = operands;
  const interactive = flags.has('i');
  if (flags.has('c')) {
    if (first === undefined) return wrong('-c: option requires an argument');
    const [name = called, ...positional] = more;
    return {
      shell: { commands: { from: 'text', text: first }, name, positional, options, interactive },
    };
  }
  if (flags.has('s') || first === undefined) {
    const commands = { from: 'input' } as const;
    return { shell: { commands, name: called, positional: operands, options, interactive } };
  }
  const commands = { from: 'file', name: first } as const;
  return { shell: { commands, name: first, positional: more, options, interactive } };
}

function wrong(problem: string, showsUsage = false): ReadArguments {
  return { problem, showsUsage };
}
