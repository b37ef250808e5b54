// `caller` tells from where a function, or a sourced file, was called.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const caller: Builtin = {
  name: 'caller',
  synopsis: 'caller [expr]',
  help: `Say from where the function that runs, or the sourced file, was called.

Without EXPR it prints the line and the file; with one the line, the function and
the file, of so many calls before that: \`caller 0', \`caller 1' … are the whole
stack. The status is 1 where there is no such call.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, '');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, caller, `${printable(options.unknown)}: ${options.problem}`);
  const [operand] = options.operands;
  const calls = call.state.calls.toReversed();
  const [innermost] = calls;
  if (innermost === undefined) return 1;
  if (operand === undefined) {
    yield* call.print(`${innermost.line} ${calls[1]?.file ?? 'NULL'}\n`);
    return 0;
  }
  if (!/^\s*[-+]?\d+\s*$/.test(operand))
    return yield* complainUsage(call, caller, `${printable(operand)}: ${problemOf(operand)}`);
  const [callee, from] = calls.slice(Number(operand));
  // Outside of functions FUNCNAME is not set.
  const isInFunction = calls.some(({ kind }) => kind === 'function');
  if (callee === undefined || from === undefined || !isInFunction) return 1;
  yield* call.print(`${callee.line} ${from.name} ${from.file}\n`);
  return 0;
}

/** What is wrong with what is no number, in bash's words. */
function problemOf(text: string): string {
  const base = /^0(x|\d)/.exec(text)?.[1];
  if (base === undefined) return 'invalid number';
  return base === 'x' ? 'invalid hex number' : 'invalid octal number';
}
