// `for x in …; do …; done`
import type { For } from 'unbash';
import { expandWords } from '../../expand/word.ts';
import { printable, quoteTraced } from '../../quote.ts';
import type { Steps } from '../../steps.ts';
import { isName } from '../../variable-name.ts';
import { AssignmentError } from '../../variables.ts';
import type { Execution } from '../execution.ts';
import { isStopped } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { expansionOf } from '../substitution.ts';
import { traceText } from '../trace.ts';
import { runTrap } from '../trap.ts';
import { goesOn, looping, runBody } from './loop.ts';

/** Runs the body for each word, or for each positional parameter. */
export function* executeFor(
  { name, wordlist, body, pos }: For,
  execution: Execution,
): Steps<number> {
  const { state } = execution;
  const variable = name.value;
  if (!isName(variable)) {
    yield* complainOfText(execution, `\`${printable(variable)}': not a valid identifier`);
    return 1;
  }
  const words =
    wordlist === undefined
      ? state.positional
      : yield* expandWords(wordlist, expansionOf(execution));
  if (isStopped(execution)) return state.leaving?.status ?? 0;
  return yield* looping(execution, function* () {
    let status = 0;
    for (const word of words) {
      state.position = pos;
      if (state.traps.get('DEBUG') !== undefined) yield* runTrap('DEBUG', execution);
      if (state.options.has('xtrace')) {
        const list = wordlist === undefined ? '"$@"' : words.map(quoteTraced).join(' ');
        yield* traceText(`for ${variable} in ${list}`, execution);
      }
      try {
        state.variables.set(variable, word);
      } catch (error) {
        if (!(error instanceof AssignmentError)) throw error;
        yield* complainOfText(execution, error.message);
        return 1;
      }
      status = yield* runBody(body, execution);
      if (!goesOn(execution)) return status;
    }
    return status;
  });
}
