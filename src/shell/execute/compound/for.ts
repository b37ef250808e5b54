// `for x in …; do …; done`
import type { For } from 'unbash';
import { expandWords } from '../../expand/word.ts';
import { printable, quoteTraced } from '../../quote.ts';
import type { Steps } from '../../steps.ts';
import { isName } from '../../variable-name.ts';
import type { Variables } from '../../variables.ts';
import { AssignmentError } from '../../variables.ts';
import type { Execution } from '../execution.ts';
import { isStopped } from '../execution.ts';
import { complainOfText } from '../message.ts';
import { expansionOf } from '../substitution.ts';
import { traceText } from '../trace.ts';
import { runDebugTrapBefore } from '../debug-trap.ts';
import { goesOn, looping, runBody } from './loop.ts';

/** Runs the body for each word, or for each positional parameter. */
export function* executeFor(node: For, execution: Execution): Steps<number> {
  const { name, wordlist, body, pos } = node;
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
      if (state.traps.get('DEBUG') !== undefined) yield* runDebugTrapBefore(node, execution);
      if (state.options.has('xtrace')) {
        const list = wordlist === undefined ? '"$@"' : words.map(quoteTraced).join(' ');
        yield* traceText(`for ${variable} in ${list}`, execution);
      }
      try {
        setLoopVariable(variable, word, state.variables);
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

/** Gives the variable the next word. A reference leads to the variable of that name then. */
function setLoopVariable(name: string, word: string, variables: Variables): void {
  const own = variables.own(name);
  if (own?.reference !== true) {
    variables.set(name, word);
    return;
  }
  own.reference = false;
  try {
    variables.set(name, word);
  } finally {
    own.reference = true;
  }
}
