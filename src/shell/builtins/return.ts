// `return` leaves a function, or a file that `source` runs.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const returnFrom: Builtin = {
  name: 'return',
  synopsis: 'return [n]',
  help: 'Leave a function or a sourced file with status N, or with that of the last command.',
  run,
};

function* run(call: Call): Steps<number> {
  const { state } = call;
  const [operand, ...more] = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (state.calls.every(({ kind }) => kind === 'script')) {
    yield* call.complain("return: can only `return' from a function or sourced script");
    return 2;
  }
  let { status } = state;
  if (operand !== undefined && !/^\s*[-+]?\d+\s*$/.test(operand)) {
    yield* call.complain(`return: ${printable(operand)}: numeric argument required`);
    status = 2;
  } else if (more.length > 0) {
    yield* call.complain('return: too many arguments');
    state.leaving = { kind: 'abandon', status: 1 };
    return 1;
  } else if (operand !== undefined) {
    status = Number(BigInt.asUintN(8, BigInt(operand.trim().replace(/^\+/, ''))));
  }
  state.leaving = { kind: 'return', status };
  return status;
}
