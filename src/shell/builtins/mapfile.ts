// `mapfile` and `readarray` read lines into an array.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { printable, quoteTraced } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { isName } from '../variable-name.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readLine } from './input.ts';
import { readOptions } from './options.ts';

const help = `Read lines into an array: MAPFILE, where no other is named.

  -d DELIM  a line ends at DELIM, not at a newline
  -n COUNT  at most COUNT lines
  -O START  the first subscript; the array is not emptied then
  -s COUNT  pass over the first COUNT lines
  -t        without what ends the lines
  -u FD     read from descriptor FD
  -C COMMAND -c COUNT   run COMMAND with subscript and line at every COUNT lines`;

export const mapfile: Builtin = {
  name: 'mapfile',
  synopsis:
    'mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]',
  help,
  run: (call) => run(call, mapfile),
};

export const readarray: Builtin = {
  name: 'readarray',
  synopsis: mapfile.synopsis.replace('mapfile', 'readarray'),
  help,
  run: (call) => run(call, readarray),
};

function* run(call: Call, builtin: Builtin): Steps<number> {
  const options = readOptions(call.args, 'd:n:O:s:tu:C:c:');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, builtin, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, values, operands } = options;
  for (const [letter, what] of [
    ['n', 'line count'],
    ['s', 'line count'],
    ['O', 'array origin'],
    ['c', 'callback quantum'],
    ['u', 'file descriptor specification'],
  ] as const) {
    const text = values.get(letter);
    if (text === undefined || /^\d+$/.test(text)) continue;
    yield* call.complain(`${call.name}: ${printable(text)}: invalid ${what}`);
    return 1;
  }
  const [name = 'MAPFILE'] = operands;
  if (!isName(name)) {
    yield* call.complain(`${call.name}: \`${printable(name)}': not a valid identifier`);
    return 1;
  }
  const { variables } = call.state;
  if (variables.find(name)?.value instanceof Map) {
    yield* call.complain(`${call.name}: ${name}: not an indexed array`);
    return 1;
  }
  if (values.has('O')) variables.makeArray(name, 'indexed');
  else variables.setAll(name, []);
  const end = values.get('d') ?? '\n';
  const ending = end === '' ? '\0' : end.charAt(0);
  const delimiter = ending.charCodeAt(0);
  const most = Number(values.get('n') ?? 0) || Infinity;
  const skipped = Number(values.get('s') ?? 0);
  const callback = values.get('C');
  const quantum = Number(values.get('c') ?? 5000);
  let place = Number(values.get('O') ?? 0);
  try {
    const stream = yield* call.input(Number(values.get('u') ?? 0));
    for (let count = 0; count < skipped + most; count += 1) {
      const line = yield* readLine(stream, call.signal, { delimiter });
      if (line.ended && line.text === '') break;
      if (count < skipped) continue;
      const text =
        letters.has('t') || line.ended ? line.text : line.text + (ending === '\0' ? '' : ending);
      const taken = count - skipped + 1;
      if (callback !== undefined && taken % quantum === 0)
        yield* call.execute(`${callback} ${place} ${quoteTraced(text)}`);
      variables.setElement(name, String(place), text);
      place += 1;
      if (line.ended) break;
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EINTR') return 130;
    yield* call.complain(
      `${call.name}: ${values.get('u') ?? 0}: invalid file descriptor: ${error.message}`,
    );
    return 1;
  }
  return 0;
}
