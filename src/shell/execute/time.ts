// `time`: how long a pipeline took, in $TIMEFORMAT. Browsers do not tell how much of it a program computed.
import type { Steps } from '../steps.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { printError } from './message.ts';

const format = '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
const posixFormat = 'real %2R\nuser %2U\nsys %2S';

/** Prints the time on standard error. @param milliseconds how long it took */
export function* reportTime(
  milliseconds: number,
  posix: boolean,
  { world, descriptors, state }: Execution,
): Steps<void> {
  const wanted = posix ? posixFormat : (state.variables.get('TIMEFORMAT') ?? format);
  if (wanted === '') return;
  const table = new DescriptorTable(world, descriptors);
  yield* printError(table, formatTime(wanted, milliseconds / 1000));
  yield* table.release();
}

/** `%3lR`: three places, with minutes. */
function formatTime(text: string, real: number): string {
  return text.replace(
    /%(?:%|P|([0-9])?(l)?([RUS]))/g,
    (all, places: string | undefined, long: string | undefined, letter: string | undefined) => {
      if (letter === undefined) return all === '%P' ? '0.00' : '%';
      const seconds = letter === 'R' ? real : 0;
      const digits = Math.min(Number(places ?? 3), 3);
      if (long === undefined) return seconds.toFixed(digits);
      return `${Math.floor(seconds / 60)}m${(seconds % 60).toFixed(digits)}s`;
    },
  );
}
