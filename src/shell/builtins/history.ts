// `history` lists the lines that were typed.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const history: Builtin = {
  name: 'history',
  synopsis: 'history [n]',
  help: 'List the lines that were typed, or the last N of them.',
  run,
};

function* run(call: Call): Steps<number> {
  const [operand, ...more] = call.args;
  if (operand !== undefined && !/^\d+$/.test(operand)) {
    yield* call.complain(`history: ${printable(operand)}: numeric argument required`);
    return 1;
  }
  if (more.length > 0) {
    yield* call.complain('history: too many arguments');
    return 1;
  }
  const lines = call.history();
  const first = operand === undefined ? 0 : Math.max(0, lines.length - Number(operand));
  const listed = lines.slice(first);
  const text = listed.map((line, index) => `${String(first + index + 1).padStart(5)}  ${line}\n`);
  yield* call.print(text.join(''));
  return 0;
}
