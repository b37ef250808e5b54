// `kill` sends a signal to jobs and processes.
import type { TableEntry } from '../../process/process-table.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isSignal, signalList, signalName, signalNumber } from '../traps.ts';
import type { Builtin, Call } from './builtin.ts';
import { jobOf } from './job-operand.ts';

export const kill: Builtin = {
  name: 'kill',
  synopsis: 'kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
  help: `Send a signal to jobs and processes: TERM, where none is named.

A JOBSPEC is %1, %+, %- or %NAME; 0 stands for this shell and its jobs, -1 for all
of the session, a negative PID for its process group.
  -s NAME, -n NUMBER, -NAME, -NUMBER  the signal; 0 only asks whether it is there
  -l  list the signals, or translate between names and numbers`,
  run,
};

function* run(call: Call): Steps<number> {
  const [first, ...rest] = call.args;
  if (first === undefined) return yield* usage(call);
  if (first === '-l' || first === '-L') return yield* list(call, rest);
  let signal = 'TERM';
  let operands = call.args;
  if (first === '-s' || first === '-n') {
    const [named, ...more] = rest;
    if (named === undefined) {
      yield* call.complain(`kill: ${first}: option requires an argument`);
      return 1;
    }
    signal = named;
    operands = more;
  } else if (first.startsWith('-') && first !== '--') {
    signal = first.slice(1);
    operands = rest;
  }
  if (operands[0] === '--') operands = operands.slice(1);
  const name = signalName(signal);
  if (name === undefined || !(name === 'EXIT' || isSignal(signalNumber(name)))) {
    yield* call.complain(`kill: ${printable(signal)}: invalid signal specification`);
    return 1;
  }
  if (operands.length === 0) return yield* usage(call);
  let sent = 0;
  for (const operand of operands) if (yield* send(name, operand, call)) sent += 1;
  return sent > 0 ? 0 : 1;
}

function* usage(call: Call): Steps<number> {
  yield* call.printUsage(`kill: usage: ${kill.synopsis}`);
  return 2;
}

/** Sends it to whom an operand names. @returns whether there is anybody */
function* send(signal: string, operand: string, call: Call): Steps<boolean> {
  const targets = yield* targetsOf(operand, call);
  if (targets === undefined) return false;
  if (signal !== 'EXIT') for (const target of targets) target.receive(signal);
  return true;
}

function* targetsOf(operand: string, call: Call): Steps<readonly TableEntry[] | undefined> {
  const { processes } = call.state;
  if (operand.startsWith('%')) {
    const job = yield* jobOf(call, operand);
    return job === undefined ? undefined : [job];
  }
  if (!/^-?\d+$/.test(operand)) {
    yield* call.complain(`kill: ${printable(operand)}: arguments must be process or job IDs`);
    return undefined;
  }
  const number = Number(operand);
  if (number === 0) return processes.groupOf(call.state.shell);
  if (number === -1) return processes.all;
  const target = processes.table.get(Math.abs(number));
  if (target !== undefined) return [target];
  yield* call.complain(`kill: (${operand}) - No such process`);
  return undefined;
}

/** `kill -l` */
function* list(call: Call, operands: readonly string[]): Steps<number> {
  if (operands.length === 0) yield* call.print(signalList());
  let status = 0;
  for (const operand of operands) {
    const isNumber = /^\d+$/.test(operand);
    const number = Number(operand);
    const name = signalName(isNumber && number > 128 ? String(number - 128) : operand);
    if (name === undefined) {
      yield* call.complain(`kill: ${printable(operand)}: invalid signal specification`);
      status = 1;
    } else {
      yield* call.print(isNumber ? `${name}\n` : `${signalNumber(name)}\n`);
    }
  }
  return status;
}
