// `strace` runs a program and shows the calls that it makes. What runs it is `execute/run-traced.ts`.
import { functionNames } from '../../../wasi/host/decode.ts';
import type { TraceOptions } from '../../process/world.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';

export const strace: Builtin = {
  name: 'strace',
  synopsis: 'strace [-c] [-e trace=CALL[,CALL...]] [-o FILE] command [arg ...]',
  help: `Run a program, and show each call that it makes of WASI.

  -c       a table of counts, times and waits instead of a line for each call
  -e EXPR  only some calls: \`-e trace=path_open,fd_close'
  -o FILE  write to FILE, not to standard error

A line is \`path_open(3, "notes.txt", O_RDONLY) = 4 <0.000512> suspended': what
went in, what came out or the error, the seconds that it took, and whether the
program had to wait for the browser. The status is the program's.`,
  run,
};

/** What it is asked to do. */
export interface TraceRequest {
  readonly trace: TraceOptions;
  /** The file of `-o`. */
  readonly output: string | undefined;
  /** The program's name and arguments: never empty. */
  readonly command: readonly [string, ...string[]];
}

/** Reads the arguments, without the builtin's name. @returns a sentence where they are wrong */
export function readTrace(args: readonly string[]): TraceRequest | string {
  const rest = [...args];
  let summary = false;
  let output: string | undefined;
  let only: readonly string[] | undefined;
  for (let arg = rest[0]; arg?.startsWith('-') && arg !== '-'; arg = rest[0]) {
    rest.shift();
    if (arg === '--') break;
    for (let letters = arg.slice(1); letters !== ''; letters = letters.slice(1)) {
      const letter = letters.charAt(0);
      if (letter === 'c') {
        summary = true;
        continue;
      }
      if (letter !== 'e' && letter !== 'o') return `-${printable(letter)}: invalid option`;
      const value = letters.length > 1 ? letters.slice(1) : rest.shift();
      if (value === undefined) return `-${letter}: option requires an argument`;
      if (letter === 'o') output = value;
      else {
        only = value.replace(/^trace=/, '').split(',');
        const unknown = only.find((name) => !functionNames.includes(name));
        if (unknown !== undefined) return `${printable(unknown)}: no such call of WASI`;
      }
      break;
    }
  }
  const [name, ...more] = rest;
  if (name === undefined) return 'a command is needed';
  return { trace: { summary, only }, output, command: [name, ...more] };
}

/** Says what is wrong with the arguments: only then it is the builtin that runs. */
function* run(call: Call): Steps<number> {
  const problem = readTrace(call.args);
  if (typeof problem !== 'string') throw new TypeError('a program is traced by the executor');
  return yield* complainUsage(call, strace, problem);
}
