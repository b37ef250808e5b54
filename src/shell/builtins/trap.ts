// `trap` says what runs at a signal, at the shell's end, or at an error.
import { printable, quoteSingle } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { listedName, signalList, signalName } from '../traps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const trap: Builtin = {
  name: 'trap',
  synopsis: 'trap [-lp] [[arg] signal_spec ...]',
  help: `Run commands at a signal.

\`trap COMMANDS EXIT' runs them when the shell ends, INT at Ctrl-C, ERR after a
command that failed, DEBUG before each command, RETURN after a function or a
sourced file. '' ignores the signal, - takes the trap away.
  -l  list the signals
  -p  list the traps`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'lp');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, trap, `${printable(options.unknown)}: invalid option`);
  const { letters, operands } = options;
  if (letters.has('l')) {
    yield* call.print(signalList());
    return 0;
  }
  const [command, ...signals] = operands;
  if (command === undefined || letters.has('p')) return yield* list(call, operands);
  const { traps } = call.state;
  // One operand that is a signal, or a number first, takes traps away.
  const takesAway =
    command === '-' ||
    /^\d+$/.test(command) ||
    (signals.length === 0 && signalName(command) !== undefined);
  const names = command !== '-' && takesAway ? operands : signals;
  if (names.length === 0) {
    yield* call.printUsage(`trap: usage: ${trap.synopsis}`);
    return 2;
  }
  let status = 0;
  for (const text of names) {
    const name = signalName(text);
    if (name === undefined) {
      yield* call.complain(`trap: ${printable(text)}: invalid signal specification`);
      status = 1;
    } else {
      traps.set(name, takesAway ? undefined : command);
    }
  }
  return status;
}

function* list(call: Call, names: readonly string[]): Steps<number> {
  const wanted = new Set<string>();
  let status = 0;
  for (const text of names) {
    const name = signalName(text);
    if (name !== undefined) wanted.add(name);
    else {
      yield* call.complain(`trap: ${printable(text)}: invalid signal specification`);
      status = 1;
    }
  }
  const traps = call.state.traps.list().filter(([name]) => names.length === 0 || wanted.has(name));
  const lines = traps.map(
    ([name, command]) => `trap -- ${quoteSingle(command)} ${listedName(name)}\n`,
  );
  yield* call.print(lines.join(''));
  return status;
}
