// The options of a command, as getopt_long(3) reads them: letters, long names and unique beginnings of these, before
// and behind the operands.

/**
 * What options there are: each name with its dashes (`-a`, `--all`) leads to the name that the command asks for. `:` at
 * its end says that it takes an argument, `?` that a long one may have one behind `=`.
 */
export type OptionNames = Readonly<Record<string, string>>;

/** One option as it was given. */
export interface GivenOption {
  /** The name that the command knows it by, without `:`. */
  readonly name: string;
  /** Its argument; empty where it has none. */
  readonly value: string;
}

/** What was read. */
export class Options {
  /** In the order in which they came. */
  readonly given: readonly GivenOption[];
  readonly operands: readonly string[];
  /** What is wrong with them, in the words of getopt. */
  readonly problem: string | undefined;

  constructor(
    given: readonly GivenOption[],
    operands: readonly string[],
    problem: string | undefined,
  ) {
    this.given = given;
    this.operands = operands;
    this.problem = problem;
  }

  has(name: string): boolean {
    return this.given.some((option) => option.name === name);
  }

  /** The argument of the last one of that name. */
  value(name: string): string | undefined {
    return this.given.findLast((option) => option.name === name)?.value;
  }

  /** The arguments of all of that name. */
  values(name: string): readonly string[] {
    return this.given.filter((option) => option.name === name).map(({ value }) => value);
  }

  /** Which of `names` came last; undefined where none of them did. */
  last(...names: readonly string[]): string | undefined {
    return this.given.findLast(({ name }) => names.includes(name))?.name;
  }
}

/** How arguments are read that are not all options and operands. */
export interface ArgumentForm {
  /** Whether what follows the first operand is no option: a command line, say. */
  readonly optionsFirst?: boolean;
  /** What is an operand though it begins with a dash. */
  readonly dashed?: RegExp;
}

/** Reads `args` by the options in `known`; `--help` is always one. */
export function readOptions(
  args: readonly string[],
  known: OptionNames,
  { optionsFirst = false, dashed }: ArgumentForm = {},
): Options {
  const names: OptionNames = { '--help': '--help', ...known };
  const given: GivenOption[] = [];
  const operands: string[] = [];
  const problem = (text: string): Options => new Options(given, operands, text);
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if ((optionsFirst && operands.length > 0) || dashed?.test(arg) === true) {
      operands.push(arg);
      continue;
    }
    if (arg === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [text = '', ...rest] = arg.split('=');
      const long = longName(text, names);
      if (long.problem !== undefined) return problem(long.problem);
      const { name, argument } = read(long.name);
      if (rest.length > 0 && argument === 'none')
        return problem(`option '${long.full}' doesn't allow an argument`);
      const value = rest.length === 0 && argument === 'needed' ? args[++index] : rest.join('=');
      if (value === undefined) return problem(`option '${long.full}' requires an argument`);
      given.push({ name, value });
    } else if (arg.startsWith('-') && arg !== '-') {
      for (let at = 1; at < arg.length; at += 1) {
        const letter = arg.charAt(at);
        const found = Object.hasOwn(names, `-${letter}`) ? names[`-${letter}`] : undefined;
        if (found === undefined) return problem(`invalid option -- '${letter}'`);
        const { name, argument } = read(found);
        if (argument !== 'needed') {
          given.push({ name, value: '' });
          continue;
        }
        const value = at + 1 < arg.length ? arg.slice(at + 1) : args[++index];
        if (value === undefined) return problem(`option requires an argument -- '${letter}'`);
        given.push({ name, value });
        break;
      }
    } else {
      operands.push(arg);
    }
  }
  return new Options(given, operands, undefined);
}

function read(known: string): {
  readonly name: string;
  readonly argument: 'none' | 'needed' | 'allowed';
} {
  if (known.endsWith(':')) return { name: known.slice(0, -1), argument: 'needed' };
  if (known.endsWith('?')) return { name: known.slice(0, -1), argument: 'allowed' };
  return { name: known, argument: 'none' };
}

type LongName =
  | { readonly name: string; readonly full: string; readonly problem?: undefined }
  | { readonly problem: string };

/** The long option that `text` is, or the only one that it begins. */
function longName(text: string, names: OptionNames): LongName {
  const exact = Object.hasOwn(names, text) ? names[text] : undefined;
  if (exact !== undefined) return { name: exact, full: text };
  const possible = Object.entries(names).filter(([full]) => full.startsWith(text));
  const [first, ...others] = possible;
  if (first === undefined) return { problem: `unrecognized option '${text}'` };
  if (others.some(([, name]) => name !== first[1])) {
    const list = possible.map(([full]) => `'${full}'`).join(' ');
    return { problem: `option '${text}' is ambiguous; possibilities: ${list}` };
  }
  return { name: first[1], full: first[0] };
}
