// `break` and `continue` leave loops, or go on with their next round.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const breakLoop: Builtin = {
  name: 'break',
  synopsis: 'break [n]',
  help: 'Leave a loop, or the N innermost ones.',
  run: (call) => run(call, 'break'),
};

export const continueLoop: Builtin = {
  name: 'continue',
  synopsis: 'continue [n]',
  help: 'Go on with the next round of a loop, or of the Nth one around.',
  run: (call) => run(call, 'continue'),
};

function* run(call: Call, kind: 'break' | 'continue'): Steps<number> {
  const { state } = call;
  const [operand = '1', ...more] = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (state.loops === 0) {
    yield* call.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
    return 0;
  }
  if (!/^\s*[-+]?\d+\s*$/.test(operand)) {
    yield* call.complain(`${kind}: ${printable(operand)}: numeric argument required`);
    state.leaving = state.interactive
      ? { kind: 'abandon', status: 128 }
      : { kind: 'exit', status: 128 };
    return 128;
  }
  if (more.length > 0) {
    yield* call.complain(`${kind}: too many arguments`);
    state.leaving = { kind: 'abandon', status: 1 };
    return 1;
  }
  const count = Number(operand);
  if (count <= 0) {
    yield* call.complain(`${kind}: ${printable(operand)}: loop count out of range`);
    state.leaving = { kind: 'break', status: 1, loops: state.loops };
    return 1;
  }
  state.leaving = { kind, status: 0, loops: Math.min(count, state.loops) };
  return 0;
}
