// `help` lists the builtins, or explains some of them.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const help: Builtin = {
  name: 'help',
  synopsis: 'help [name ...]',
  help: `Say what the shell can do by itself.

With a NAME it explains that builtin. Programs explain themselves:
\`ls --help\`.`,
  run,
};

function* run(call: Call): Steps<number> {
  if (call.args.length === 0) {
    yield* call.print(overview(call));
    return 0;
  }
  let status = 0;
  for (const name of call.args) {
    const builtin = call.builtins.get(name);
    if (builtin === undefined) {
      const hint = call.programs.has(name)
        ? `is a program: try \`${name} --help'`
        : `no help topics match \`${printable(name)}'`;
      yield* call.complain(`help: ${call.programs.has(name) ? `${name} ` : ''}${hint}`);
      status = 1;
    } else {
      const text = builtin.help.replace(/^(?=.)/gm, '    ');
      yield* call.print(`${name}: ${builtin.synopsis}\n${text}\n`);
    }
  }
  return status;
}

function overview({ builtins, programs }: Call): string {
  const all = [...builtins.values()];
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, help: text }) => {
    const [first = ''] = text.split('\n');
    return `  ${name.padEnd(width)}  ${first}\n`;
  });
  return `The shell's own commands (\`help NAME' says more):

${lines.join('')}
There are also ${programs.size} programs in /bin: \`ls /bin' lists them, and most
explain themselves with --help.
`;
}
