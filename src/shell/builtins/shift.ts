// `shift` moves the positional parameters down.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const shift: Builtin = {
  name: 'shift',
  synopsis: 'shift [n]',
  help: 'Drop the first N positional parameters (1 if not given): $2 becomes $1.',
  run,
};

function* run(call: Call): Steps<number> {
  const { args, state } = call;
  const [operand = '1', ...more] = args[0] === '--' ? args.slice(1) : args;
  if (!/^[-+]?\d+$/.test(operand)) {
    yield* call.complain(`shift: ${printable(operand)}: numeric argument required`);
    return 1;
  }
  if (more.length > 0) {
    yield* call.complain('shift: too many arguments');
    return 1;
  }
  const count = Number(operand);
  if (count < 0) {
    yield* call.complain(`shift: ${operand}: shift count out of range`);
    return 1;
  }
  if (count > state.positional.length) {
    if (state.options.has('shift_verbose'))
      yield* call.complain(`shift: ${operand}: shift count out of range`);
    return 1;
  }
  state.positional = state.positional.slice(count);
  return 0;
}
