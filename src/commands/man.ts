// `man`: what each program tells of itself, in the pager.
import { summaries } from './summaries.ts';
import type { Call } from './call.ts';
import { complainUsage, type Command } from './command.ts';
import type { Options } from './options.ts';
import { runLine } from './shell-line.ts';
import { showText } from './less/less.ts';
import { allBuiltins } from '../shell/builtins/all.ts';
import { printable, quoteWord } from '../shell/quote.ts';

export const man: Command = {
  help: `Usage: man NAME...
       man -k WORD...
Show what a program or a builtin tells of itself (NAME --help, help NAME), in the pager.

  -k, --apropos   list the commands in whose name or description a WORD is
  -f, --whatis    list the commands of just that name
      --help      display this help and exit
`,
  options: { '-k': 'apropos', '--apropos': 'apropos', '-f': 'whatis', '--whatis': 'whatis' },
  run,
};

async function run(call: Call, options: Options): Promise<number> {
  const { operands } = options;
  if (operands.length === 0) return complainUsage(call, 'what manual page do you want?', man);
  if (options.has('apropos')) {
    const words = operands.map((word) => word.toLowerCase());
    return await list(call, operands, (text) => words.some((word) => text.includes(word)));
  }
  if (options.has('whatis'))
    return await list(call, operands, (text) => operands.includes(text.split(' - ')[0] ?? ''));
  let status = 0;
  for (const name of operands) {
    const line = lineFor(call, name);
    if (line === undefined) {
      await call.complain(`No manual entry for ${printable(name)}`);
      status = 16;
      continue;
    }
    const { output } = await runLine(call, line);
    await showText(call, `${name}(1)`, output);
  }
  return status;
}

/** What prints the help of a command. */
function lineFor(call: Call, name: string): string | undefined {
  if (call.session.world().programs.has(name)) return `/bin/${quoteWord(name)} --help`;
  return allBuiltins().has(name) ? `help ${quoteWord(name)}` : undefined;
}

async function list(
  call: Call,
  operands: readonly string[],
  isWanted: (text: string) => boolean,
): Promise<number> {
  const known = new Map([...call.session.world().programs].map((name) => [name, 'a program']));
  for (const [name, summary] of summaries) known.set(name, summary);
  for (const [name, { help }] of allBuiltins()) {
    if (!known.has(name)) known.set(name, help.split('\n')[0]?.replace(/\.$/, '') ?? '');
  }
  const lines = [...known]
    .map(([name, summary]) => `${name} - ${summary}`)
    .filter((text) => isWanted(text.toLowerCase()))
    .toSorted();
  if (lines.length === 0) {
    await call.printError(
      `${operands.map((word) => printable(word)).join(' ')}: nothing appropriate.\n`,
    );
    return 16;
  }
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' - ');
    await call.stdout.print(`${name.padEnd(15)} - ${rest.join(' - ')}\n`);
  }
  return 0;
}
