// `exit` ends the shell, or the subshell that it is called in.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const exit: Builtin = {
  name: 'exit',
  synopsis: 'exit [n]',
  help: `End the shell with status N, or with that of the last command.

Where jobs still run it says so first; called again at once, it ends them.`,
  run,
};

function* run(call: Call): Steps<number> {
  const { args, state } = call;
  const [operand, ...more] = args[0] === '--' ? args.slice(1) : args;
  let status = state.runningTraps.length === 0 ? state.status : state.statusBeforeTrap;
  if (operand !== undefined && !/^\s*[-+]?\d+\s*$/.test(operand)) {
    yield* call.complain(`exit: ${printable(operand)}: numeric argument required`);
    status = 2;
  } else if (more.length > 0) {
    yield* call.complain('exit: too many arguments');
    state.leaving = { kind: 'abandon', status: 1 };
    return 1;
  } else if (operand !== undefined) {
    status = Number(BigInt.asUintN(8, BigInt(operand.trim().replace(/^\+/, ''))));
  }
  if (state.interactive && state.subshells === 0 && !state.warnedOfJobs) {
    if (state.jobs.running.length > 0) {
      const stopped = state.jobs.running.some((job) => job.isStopped);
      yield* call.printError(`There are ${stopped ? 'stopped' : 'running'} jobs.\n`);
      state.warnedOfJobs = true;
      return 1;
    }
  }
  state.leaving = { kind: 'exit', status };
  return status;
}
