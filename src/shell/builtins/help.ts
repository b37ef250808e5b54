// `help` lists what the shell knows by itself, or explains some of it.
import { Pattern } from '../expand/pattern.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { languageTopics, type Topic } from './language-topics.ts';
import { readOptions } from './options.ts';

export const help: Builtin = {
  name: 'help',
  synopsis: 'help [-dms] [pattern ...]',
  help: `Say what the shell can do by itself.

With a PATTERN it explains the builtins, and the words of the language, of
that name, or whose names begin so. Programs explain themselves:
\`ls --help\`.
  -d  one line about each
  -m  as a page of a manual
  -s  how it is called, in one line`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'dms');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, help, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  if (operands.length === 0) {
    yield* call.print(overview(call));
    return 0;
  }
  let status = 0;
  for (const pattern of operands) {
    const topics = topicsOf(pattern, call);
    if (/[*?]|\[.*\]/.test(pattern) && topics.length > 0)
      yield* call.print(`Shell commands matching keyword \`${printable(pattern)}'\n\n`);
    for (const topic of topics) yield* call.print(shown(topic, letters));
    if (topics.length > 0) continue;
    status = 1;
    yield* call.complain(
      call.programs.has(pattern)
        ? `help: ${pattern} is a program: try \`${pattern} --help'`
        : `help: no help topics match \`${printable(pattern)}'.  Try \`help help'.`,
    );
  }
  return status;
}

/** The topics of that name; without one, those that the pattern matches or that begin with it. */
function topicsOf(pattern: string, call: Call): readonly Topic[] {
  const all = [...languageTopics, ...call.builtins.values()].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const exact = all.filter(({ name }) => name === pattern);
  if (exact.length > 0) return exact;
  const matcher = new Pattern([{ text: pattern, quoted: false, splits: false }]);
  const isPattern = matcher.literal === undefined;
  // `ls' is a program, and no beginning of anything.
  if (!isPattern && call.programs.has(pattern)) return [];
  return all.filter(({ name }) => (isPattern && matcher.matches(name)) || name.startsWith(pattern));
}

function shown({ name, synopsis, help: text }: Topic, letters: ReadonlySet<string>): string {
  const [first = ''] = text.split('\n');
  if (letters.has('d')) return `${name} - ${first}\n`;
  if (letters.has('s')) return `${name}: ${synopsis}\n`;
  const indented = text.replace(/^(?=.)/gm, '    ');
  if (!letters.has('m')) return `${name}: ${synopsis}\n${indented}\n`;
  return `NAME\n    ${name} - ${first}\n\nSYNOPSIS\n    ${synopsis}\n\nDESCRIPTION\n${indented}\n\n`;
}

function overview({ builtins, programs }: Call): string {
  const all = [...builtins.values(), ...languageTopics];
  const width = Math.max(...all.map(({ name }) => name.length));
  const list = (topics: Iterable<Topic>): string =>
    Array.from(topics, ({ name, help: text }) => {
      const [first = ''] = text.split('\n');
      return `  ${name.padEnd(width)}  ${first}\n`;
    }).join('');
  return `The shell's own commands (\`help NAME' says more):

${list(builtins.values())}
The words of its language:

${list(languageTopics)}
There are also ${programs.size} programs in /bin: \`ls /bin' lists them, and most
explain themselves with --help.
`;
}
