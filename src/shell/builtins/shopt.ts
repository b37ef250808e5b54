// `shopt` sets and lists the options that `set` has not.
import { setOptions } from '../options.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const shopt: Builtin = {
  name: 'shopt',
  synopsis: 'shopt [-pqsu] [-o] [optname ...]',
  help: `Set and list options of the shell.

  -s  turn on        -u  turn off
  -q  print nothing: the status says whether all are on
  -p  list as commands
  -o  the options of \`set -o'`,
  run,
};

function* run(call: Call): Steps<number> {
  const found = readOptions(call.args, 'pqsuo');
  if (found.unknown !== undefined)
    return yield* complainUsage(call, shopt, `${printable(found.unknown)}: invalid option`);
  const { letters, operands } = found;
  const { options } = call.state;
  if (letters.has('s') && letters.has('u')) {
    yield* call.complain('shopt: cannot set and unset shell options simultaneously');
    return 1;
  }
  const ofSet = letters.has('o');
  const known = (name: string): boolean => (ofSet ? setOptions.has(name) : options.isShopt(name));
  const sets = letters.has('s') || letters.has('u');
  const all = ofSet ? [...setOptions.keys()] : options.shoptNames;
  const names =
    operands.length > 0
      ? operands
      : all.filter((name) => !sets || options.has(name) === letters.has('s'));
  let status = 0;
  for (const name of names) {
    if (!known(name)) {
      yield* call.complain(`shopt: ${printable(name)}: invalid shell option name`);
      status = 1;
    } else if (sets && operands.length > 0) {
      call.state.setOption(name, letters.has('s'));
    } else {
      const on = options.has(name);
      if (!on && operands.length > 0) status = 1;
      if (!letters.has('q')) yield* call.print(line(name, on, letters.has('p'), ofSet));
    }
  }
  return status;
}

function line(name: string, on: boolean, asCommand: boolean, ofSet: boolean): string {
  if (!asCommand) return `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`;
  return ofSet ? `set ${on ? '-' : '+'}o ${name}\n` : `shopt -${on ? 's' : 'u'} ${name}\n`;
}
