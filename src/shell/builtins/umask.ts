// `umask` sets the permissions that new files do not get. Folders of a browser have none, so that it is only kept.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const umask: Builtin = {
  name: 'umask',
  synopsis: 'umask [-p] [-S] [mode]',
  help: `Set the permissions that new files do not get, or print them.

The folders that a browser opens know no permissions: scripts may set it, and
nothing follows from it.
  -S  as letters      -p  as a command`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'pS');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, umask, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, operands } = options;
  const { state } = call;
  const [mode] = operands;
  if (mode === undefined) {
    const octal = state.mask.toString(8).padStart(4, '0');
    const text = letters.has('S') ? symbolic(state.mask) : octal;
    const command = letters.has('S') ? 'umask -S ' : 'umask ';
    yield* call.print(`${letters.has('p') ? command : ''}${text}\n`);
    return 0;
  }
  if (/^[0-7]+$/.test(mode)) {
    const value = Number.parseInt(mode, 8);
    if (value <= 0o777) {
      state.mask = value;
      return 0;
    }
  }
  if (/^\d/.test(mode)) {
    yield* call.complain(`umask: ${printable(mode)}: octal number out of range`);
    return 1;
  }
  const value = readSymbolic(mode, state.mask);
  if (value === undefined) {
    const [, wrong = ''] = /^[ugoa]*(?:[-+=][rwx]*(?:,|$))*[ugoa]*(.)/.exec(mode) ?? [];
    const what = /^[ugoa]*[-+=]/.test(mode) ? 'character' : 'operator';
    yield* call.complain(`umask: \`${printable(wrong)}': invalid symbolic mode ${what}`);
    return 1;
  }
  state.mask = value;
  if (letters.has('S')) yield* call.print(`${symbolic(value)}\n`);
  return 0;
}

function symbolic(mask: number): string {
  const allowed = ~mask & 0o777;
  const rights = (bits: number): string =>
    ['r', 'w', 'x'].filter((_, index) => (bits & (4 >> index)) !== 0).join('');
  return `u=${rights(allowed >> 6)},g=${rights((allowed >> 3) & 7)},o=${rights(allowed & 7)}`;
}

/** `u=rwx,go-w`: what is allowed. */
function readSymbolic(text: string, mask: number): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const [, who = '', operator, rights = ''] = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause) ?? [];
    if (operator === undefined) return undefined;
    const all = who === '' || who.includes('a');
    const fields =
      (all || who.includes('u') ? 0o700 : 0) |
      (all || who.includes('g') ? 0o070 : 0) |
      (all || who.includes('o') ? 0o007 : 0);
    const bits = ['r', 'w', 'x'].reduce(
      (sum, right, index) => sum | (rights.includes(right) ? 0o444 >> index : 0),
      0,
    );
    if (operator === '=') allowed = (allowed & ~fields) | (bits & fields);
    else if (operator === '+') allowed |= bits & fields;
    else allowed &= ~(bits & fields);
  }
  return ~allowed & 0o777;
}
