// `echo` prints its arguments.
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { unescape } from './escapes.ts';

export const echo: Builtin = {
  name: 'echo',
  synopsis: 'echo [-neE] [arg ...]',
  help: `Print the arguments with spaces between them, and a newline.

  -n  no newline
  -e  resolve backslash escapes: \\a \\b \\c \\e \\f \\n \\r \\t \\v \\\\ \\0NNN \\xHH
      \\uHHHH \\UHHHHHHHH
  -E  leave them as they are, which is what happens without an option`,
  run,
};

function* run(call: Call): Steps<number> {
  const { args } = call;
  let newline = true;
  let escapes = call.state.options.has('xpg_echo');
  let first = 0;
  for (const arg of args) {
    if (!/^-[neE]+$/.test(arg)) break;
    for (const letter of arg.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
    first += 1;
  }
  const text = args.slice(first).join(' ');
  if (!escapes) {
    yield* call.print(newline ? text + '\n' : text);
    return 0;
  }
  const { bytes, ended } = unescape(text, 'echo');
  yield* call.print(Uint8Array.from(newline && !ended ? [...bytes, 10] : bytes));
  return 0;
}
