// `select x in …; do …; done`: a menu, again and again until the input ends.
import type { Select } from 'unbash';
import { expandWords } from '../../expand/word.ts';
import type { Steps } from '../../steps.ts';
import { readLine } from '../../builtins/input.ts';
import { isSystemError } from '../../../../wasi/vfs/error.ts';
import { inputOf } from '../input.ts';
import { DescriptorTable, RedirectionError } from '../descriptor-table.ts';
import type { Execution } from '../execution.ts';
import { brokenPipeStatus } from '../run-builtin.ts';
import { expansionOf } from '../substitution.ts';
import { menu } from './menu.ts';
import { goesOn, looping, runBody } from './loop.ts';

/** The status is that of the last command of the body, 0 where there was none. */
export function* executeSelect(
  { name, wordlist, body }: Select,
  execution: Execution,
): Steps<number> {
  const { state } = execution;
  const words =
    wordlist === undefined
      ? state.positional
      : yield* expandWords(wordlist, expansionOf(execution));
  if (words.length === 0) return 0;
  return yield* looping(execution, function* () {
    let status = 0;
    let shown = false;
    for (;;) {
      const columns = Number(state.variables.get('COLUMNS') ?? 80) || 80;
      if (!shown) yield* show(menu(words, columns), execution);
      shown = true;
      yield* show(state.variables.get('PS3') ?? '#? ', execution);
      if (state.leaving !== undefined) return state.leaving.status;
      const line = yield* readReply(execution);
      if (line === undefined) {
        yield* show('\n', execution, 1);
        return status === 0 ? 1 : status;
      }
      if (line === '') {
        shown = false;
        continue;
      }
      state.variables.set('REPLY', line);
      state.variables.set(name.value, (/^\s*\d+\s*$/.test(line) && words[Number(line) - 1]) || '');
      status = yield* runBody(body, execution);
      if (!goesOn(execution)) return status;
    }
  });
}

/** What cannot be shown is not, but where the reader of a pipe has gone: that ends the subshell, as the signal would. */
function* show(text: string, execution: Execution, descriptor = 2): Steps<void> {
  const { world, descriptors, state } = execution;
  const table = new DescriptorTable(world, descriptors);
  try {
    yield* table.write(descriptor, new TextEncoder().encode(text));
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof RedirectionError)) throw error;
    if (isSystemError(error, 'EPIPE') && state.subshells > 0)
      state.leaving = { kind: 'exit', status: brokenPipeStatus };
  } finally {
    yield* table.release();
  }
}

function* readReply({ world, descriptors, job }: Execution): Steps<string | undefined> {
  const table = new DescriptorTable(world, descriptors);
  try {
    const { text, ended } = yield* readLine(yield* inputOf(table, 0, job), job.signal);
    return ended && text === '' ? undefined : text;
  } finally {
    yield* table.release();
  }
}
