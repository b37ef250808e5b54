// The options of a builtin: letters after a dash, ended by `--` or the first other argument.

/** What was read, or the first option that is not known. */
export type Options =
  | {
      readonly letters: ReadonlySet<string>;
      readonly operands: readonly string[];
      readonly unknown?: undefined;
    }
  | { readonly unknown: string };

/** Reads options that take no arguments, of those in `known`. */
export function readOptions(args: readonly string[], known: string): Options {
  const letters = new Set<string>();
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return { letters, operands: args.slice(index + 1) };
    if (!arg.startsWith('-') || arg === '-') return { letters, operands: args.slice(index) };
    for (const letter of arg.slice(1)) {
      if (!known.includes(letter)) return { unknown: `-${letter}` };
      letters.add(letter);
    }
  }
  return { letters, operands: [] };
}
