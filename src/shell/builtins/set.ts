// `set` lists the variables, turns options on and off, and sets `$1` and so on.
import { assignmentLine } from '../declaration.ts';
import { optionLetters, setOptions } from '../options.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const set: Builtin = {
  name: 'set',
  synopsis: 'set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]',
  help: `List the variables, set options, or set the positional parameters.

  -e  end at the first command that fails
  -u  a variable that is not set is an error
  -x  show each command before it runs
  -f  no pathname expansion
  -C  > does not overwrite files
  -n  read commands, and run none
  -v  show the lines that are read
  -b  say at once what becomes of a background job
  -a  export whatever is assigned
  -E, -T  functions and subshells have the traps of ERR, of DEBUG and RETURN
  -o NAME  an option by its name: \`set -o' lists them; pipefail is one
+ in place of - turns an option off. What follows becomes $1, $2 and so on;
\`set --' alone leaves none.`,
  run,
};

function* run(call: Call): Steps<number> {
  const { args, state } = call;
  if (args.length === 0) {
    const lines = state.variables.list().flatMap(([name, variable]) => {
      const line = assignmentLine(name, variable);
      return line === undefined ? [] : `${line}\n`;
    });
    yield* call.print(lines.join(''));
    return 0;
  }
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      state.positional = args.slice(index + 1);
      return 0;
    }
    if (arg === '-') {
      state.options.set('xtrace', false);
      state.options.set('verbose', false);
      if (index + 1 < args.length) state.positional = args.slice(index + 1);
      return 0;
    }
    if (!/^[-+]/.test(arg) || arg === '+') {
      state.positional = args.slice(index);
      return 0;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'o') {
        const name = args[index + 1];
        if (name === undefined) {
          yield* call.print(list(call, on));
          return 0;
        }
        index += 1;
        if (!setOptions.has(name)) {
          yield* call.complain(`set: ${printable(name)}: invalid option name`);
          return 2;
        }
        if (name === 'vi' && on && state.interactive) {
          yield* call.complain('set: vi: the line editor has the keys of Emacs only');
          return 1;
        }
        state.setOption(name, on);
        continue;
      }
      const name = optionLetters.get(letter);
      if (name === undefined) {
        yield* call.complain(`set: ${arg.charAt(0)}${printable(letter)}: invalid option`);
        yield* call.printUsage(`set: usage: ${set.synopsis}`);
        return 2;
      }
      state.setOption(name, on);
    }
  }
  return 0;
}

function list({ state }: Call, plain: boolean): string {
  return [...setOptions.keys()]
    .map((name) => {
      const on = state.options.has(name);
      return plain
        ? `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`
        : `set ${on ? '-' : '+'}o ${name}\n`;
    })
    .join('');
}
