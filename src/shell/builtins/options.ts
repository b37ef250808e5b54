// The options of a builtin: letters after a dash, ended by `--` or the first other argument.

/** What was read, or the first option that is wrong, with the sentence that says why. */
export type Options =
  | {
      readonly letters: ReadonlySet<string>;
      /** The arguments of the options that take one. */
      readonly values: ReadonlyMap<string, string>;
      readonly operands: readonly string[];
      readonly unknown?: undefined;
    }
  | { readonly unknown: string; readonly problem: string };

/** Reads options, of those in `known`; a colon behind a letter says that it takes an argument. */
export function readOptions(args: readonly string[], known: string): Options {
  const letters = new Set<string>();
  const values = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return { letters, values, operands: args.slice(index + 1) };
    if (!arg.startsWith('-') || arg === '-')
      return { letters, values, operands: args.slice(index) };
    for (let at = 1; at < arg.length; at += 1) {
      const letter = arg.charAt(at);
      const place = letter === ':' ? -1 : known.indexOf(letter);
      if (place < 0) return { unknown: `-${letter}`, problem: 'invalid option' };
      letters.add(letter);
      if (known[place + 1] !== ':') continue;
      const inside = arg.slice(at + 1);
      if (inside === '') index += 1;
      const value = inside === '' ? args[index] : inside;
      if (value === undefined)
        return { unknown: `-${letter}`, problem: 'option requires an argument' };
      values.set(letter, value);
      break;
    }
  }
  return { letters, values, operands: [] };
}
