// A command text as a whole: read first, then executed; nothing of it where it cannot be.
import { parseScript } from '../parse/parse.ts';
import type { Steps } from '../steps.ts';
import type { Execution } from './execution.ts';
import { complainOfText } from './message.ts';

/** The status of a text that is not a script. */
const syntaxErrorStatus = 2;

/** Runs `text`. @returns its status; it is `$?` too */
export function* executeText(text: string, execution: Execution): Steps<number> {
  const { script, problem } = parseScript(text);
  if (script !== undefined) return yield* execution.execute(script.commands, execution);
  yield* complainOfText(execution, problem);
  execution.state.status = syntaxErrorStatus;
  return syntaxErrorStatus;
}
