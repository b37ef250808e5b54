// `history` lists the lines that were typed, and changes the list.
import { isSystemError } from '../../../wasi/vfs/error.ts';
import { historyEntries, historyText } from '../history/history-text.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const history: Builtin = {
  name: 'history',
  synopsis: 'history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]',
  help: `List the lines that were typed, or the last N of them.

  -c         forget all lines; the file keeps them
  -d OFFSET  forget a line, or of FROM-TO several; -1 is the last one.
             The file forgets them too
  -a         append the lines of this session to the file
  -n, -r     read lines from the file: those that were not read, or all
  -w         write all lines to the file, and nothing else
  -s ARG     put ARGs into the list as a line, and do not run it
  -p ARG     print each ARG
Without FILENAME the file is $HISTFILE, where each line is stored when it
is entered. $HISTSIZE and $HISTFILESIZE say how many lines are kept,
$HISTCONTROL (ignorespace, ignoredups, ignoreboth, erasedups) and the
patterns of $HISTIGNORE, which lines are not.`,
  run,
};

function* run(call: Call): Steps<number> {
  const options = readOptions(call.args, 'acd:nprsw');
  if (options.unknown !== undefined)
    return yield* complainUsage(call, history, `${printable(options.unknown)}: ${options.problem}`);
  const { letters, values, operands } = options;
  const fileActions = ['a', 'n', 'r', 'w'].filter((letter) => letters.has(letter));
  if (fileActions.length > 1) {
    yield* call.complain('history: cannot use more than one of -anrw');
    return 1;
  }
  if (letters.has('c')) call.history.clear();
  if (letters.has('s')) {
    if (operands.length > 0) call.history.enter(operands.join(' '));
    return 0;
  }
  if (letters.has('p')) {
    yield* call.print(operands.map((operand) => `${operand}\n`).join(''));
    return 0;
  }
  const offset = values.get('d');
  if (offset !== undefined) return yield* forget(offset, call);
  const [action] = fileActions;
  if (action !== undefined) return yield* exchange(action, operands[0], call);
  return letters.has('c') ? 0 : yield* list(operands, call);
}

function* list([operand, ...more]: readonly string[], call: Call): Steps<number> {
  if (operand !== undefined && !/^[-+]?\d+$/.test(operand)) {
    yield* call.complain(`history: ${printable(operand)}: numeric argument required`);
    return 1;
  }
  if (more.length > 0) {
    yield* call.complain('history: too many arguments');
    return 1;
  }
  const { entries, first } = call.history;
  const from = operand === undefined ? 0 : Math.max(0, entries.length - Math.abs(Number(operand)));
  const text = entries
    .slice(from)
    .map((line, index) => `${String(first + from + index).padStart(5)}  ${line}\n`);
  yield* call.print(text.join(''));
  return 0;
}

/** `-d OFFSET`, `-d FROM-TO` */
function* forget(offset: string, call: Call): Steps<number> {
  const { entries, first } = call.history;
  const [, from = '', to = from] = /^(-?\d+)(?:-(-?\d+))?$/.exec(offset) ?? [];
  const placeOf = (text: string): number => {
    const number = Number(text);
    return number < 0 ? entries.length + number : number - first;
  };
  const [begin, end] = [placeOf(from), placeOf(to)];
  const isPlace = (place: number): boolean => place >= 0 && place < entries.length;
  if (from === '' || !isPlace(begin) || !isPlace(end)) {
    yield* call.complain(`history: ${printable(offset)}: history position out of range`);
    return 1;
  }
  if (begin > end) return 1;
  call.history.remove(begin, end);
  return 0;
}

/** `-a`, `-n`, `-r`, `-w`: with the store of this history, or with a file. */
function* exchange(action: string, name: string | undefined, call: Call): Steps<number> {
  const { store } = call.history;
  const file = name ?? call.state.variables.get('HISTFILE') ?? '';
  if (file === '') return 0;
  try {
    if (name === undefined && store !== undefined) {
      // Each line is stored already.
      if (action === 'w') yield* wait(store.replace(call.history.entries));
      else if (action !== 'a') {
        yield* wait(store.settled);
        const stored = yield* wait(store.load());
        if (action === 'n') call.history.clear();
        call.history.append(stored);
      }
      return 0;
    }
    if (action === 'w') {
      call.history.takeAdded();
      yield* call.writeFile(file, historyText(call.history.entries), 'write');
    } else if (action === 'a') {
      const added = call.history.takeAdded();
      yield* call.writeFile(file, historyText(added), 'append');
      call.history.read += added.length;
    } else {
      const entries = historyEntries(yield* call.readFile(file));
      call.history.append(action === 'n' ? entries.slice(call.history.read) : entries);
      call.history.read = entries.length;
    }
    return 0;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield* call.complain(`history: ${printable(name ?? 'HISTFILE')}: ${error.message}`);
    return 1;
  }
}
