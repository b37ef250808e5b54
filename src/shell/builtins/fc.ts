// `fc` lists lines of the history, runs one again with changes, or has them edited first.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { printable, quoteWord } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

/** How many lines `fc -l` lists where none are named. */
const listedLines = 16;

export const fc: Builtin = {
  name: 'fc',
  synopsis: 'fc [-e ename] [-lnr] [first] [last] or fc -s [pat=rep] [command]',
  help: `List lines of the history, run one again, or edit them and run that.

FIRST and LAST are numbers, numbers back from the end (-1 is the last one),
or what a line begins with.
  -l        list the lines, the last 16 where none are named
  -n        without numbers
  -r        the last one first
  -s        run the line again that begins with COMMAND, or the last one;
            each PAT in it becomes REP
  -e ENAME  edit the lines with ENAME, and run what it leaves: otherwise
            $FCEDIT, $EDITOR, or vi. It must be a program of yours, as
            there is no editor in /bin yet.`,
  run,
};

function* run(call: Call): Steps<number> {
  // A number back from the end is no option.
  const end = call.args.findIndex((arg) => /^-\d/.test(arg));
  const before = end < 0 ? call.args : call.args.slice(0, end);
  const options = readOptions(before, 'e:lnrs');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, fc, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, values } = options;
  const operands = [...options.operands, ...(end < 0 ? [] : call.args.slice(end))];
  const editor = values.get('e');
  if (letters.has('s') || editor === '-') return yield* runAgain(operands, call);
  if (letters.has('l') && lastPlace(call) < 0) return 0;
  const range = rangeOf(operands, letters.has('l'), call);
  if (range === undefined) {
    yield* call.complain('fc: no command found');
    return 1;
  }
  const places = placesOf(range, letters.has('r'));
  if (letters.has('l')) return yield* list(places, !letters.has('n'), call);
  return yield* edit(places, editor, call);
}

type Range = readonly [begin: number, end: number];

/** The place of the line that `fc` takes for the last one: not its own. */
function lastPlace({ history }: Call): number {
  return history.entries.length - (history.endsWithCurrent ? 2 : 1);
}

/** The places of the lines that are meant; undefined where there is none. */
function rangeOf([first, last]: readonly string[], lists: boolean, call: Call): Range | undefined {
  const final = lastPlace(call);
  if (final < 0) return undefined;
  if (first === undefined) return [lists ? Math.max(0, final - listedLines + 1) : final, final];
  const begin = placeOf(first, call);
  const end = last === undefined ? (lists ? final : begin) : placeOf(last, call);
  return begin === undefined || end === undefined ? undefined : [begin, end];
}

/** The place that a number, or a line's beginning, names. Numbers that are too large or small are those at the ends. */
function placeOf(text: string, call: Call): number | undefined {
  const { entries, first } = call.history;
  const final = lastPlace(call);
  if (/^-?\d+$/.test(text)) {
    const number = Number(text);
    const place = number > 0 ? number - first : final + (number === 0 ? 0 : number + 1);
    return Math.max(0, Math.min(place, final));
  }
  const place = entries.slice(0, final + 1).findLastIndex((line) => line.startsWith(text));
  return place < 0 ? undefined : place;
}

function placesOf([begin, end]: Range, reversed: boolean): readonly number[] {
  const [low, high] = [Math.min(begin, end), Math.max(begin, end)];
  const places = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return reversed || begin > end ? places.toReversed() : places;
}

function* list(places: readonly number[], numbered: boolean, call: Call): Steps<number> {
  const { entries, first } = call.history;
  const lines = places.map(
    (place) => `${numbered ? first + place : ''}\t ${entries[place] ?? ''}\n`,
  );
  yield* call.print(lines.join(''));
  return 0;
}

/** `-s [pat=rep …] [command]` */
function* runAgain(operands: readonly string[], call: Call): Steps<number> {
  const changes: (readonly [pattern: string, replacement: string])[] = [];
  let index = 0;
  for (; index < operands.length; index += 1) {
    const [, pattern, replacement] = /^([^=]+)=([^]*)$/.exec(operands[index] ?? '') ?? [];
    if (pattern === undefined || replacement === undefined) break;
    changes.push([pattern, replacement]);
  }
  const named = operands[index];
  const place = named === undefined ? lastPlace(call) : placeOf(named, call);
  const found = place === undefined ? undefined : call.history.entries[place];
  if (found === undefined) {
    yield* call.complain('fc: no command found');
    return 1;
  }
  const line = changes.reduce(
    (text, [pattern, replacement]) => text.replaceAll(pattern, () => replacement),
    found,
  );
  yield* call.printError(`${line}\n`);
  call.history.enter(line);
  return yield* call.execute(line);
}

/** Has the lines edited in a file, and runs what is in it then. */
function* edit(places: readonly number[], named: string | undefined, call: Call): Steps<number> {
  const { variables } = call.state;
  const editor = named ?? (variables.get('FCEDIT') || variables.get('EDITOR') || 'vi');
  const lines = places.map((place) => `${call.history.entries[place] ?? ''}\n`);
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  const file = `${variables.get('TMPDIR') ?? '/tmp'}/dirsh-fc.${random.toString(36)}`;
  try {
    yield* call.writeFile(file, lines.join(''), 'write');
    const status = yield* call.execute(`${editor} ${quoteWord(file)}`);
    if (status !== 0) return 1;
    const text = yield* call.readFile(file);
    yield* call.printError(text);
    if (text.trim() !== '') call.history.enter(text.trimEnd());
    return yield* call.execute(text);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield* call.complain(`fc: ${printable(file)}: ${error.message}`);
    return 1;
  } finally {
    yield* call.removeFile(file);
  }
}
