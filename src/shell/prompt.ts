// The prompts: PROMPT_COMMAND, and then what PS1 and PS2 show.
import type { Execution } from './execute/execution.ts';
import { reported } from './execute/failure.ts';
import { expansionOf } from './execute/substitution.ts';
import { executeText } from './execute/text.ts';
import { expandPrompt } from './expand/prompt-text.ts';
import type { Steps } from './steps.ts';

/** What the editor shows before a line, and before each that follows in the same command. */
export interface Prompts {
  readonly prompt: string;
  readonly continuation: string;
}

/** Where a prompt cannot be expanded. */
const plain = '$ ';

/** Makes the prompts. `$?` is that of the last command in them, and after them. */
export function* makePrompts(execution: Execution): Steps<Prompts> {
  const { state } = execution;
  const { status, pipeStatuses, lastArgument } = state;
  const kept = (): void => {
    Object.assign(state, { status, pipeStatuses, lastArgument });
  };
  try {
    const commands = state.variables.find('PROMPT_COMMAND')?.elements ?? [];
    for (const command of commands) {
      yield* executeText(command, execution);
      kept();
      if (state.leaving?.kind !== 'exit') state.leaving = undefined;
    }
    const prompt = yield* promptOf('PS1', execution);
    kept();
    return { prompt, continuation: yield* promptOf('PS2', execution) };
  } finally {
    kept();
  }
}

function* promptOf(name: 'PS1' | 'PS2', execution: Execution): Steps<string> {
  const { state } = execution;
  const text = state.variables.get(name) ?? '';
  let prompt = plain;
  const expand = function* (): Steps<number> {
    prompt = yield* expandPrompt(text, expansionOf(execution));
    return 0;
  };
  // What the prompt runs is not traced.
  const traced = state.options.has('xtrace');
  state.options.set('xtrace', false);
  yield* reported(expand(), execution, undefined);
  state.options.set('xtrace', traced);
  if (state.leaving?.kind !== 'exit') state.leaving = undefined;
  return prompt;
}
