// `set -x`: each command on standard error, after its expansions.
import { expandPrompt } from '../expand/prompt-text.ts';
import { quoteTraced } from '../quote.ts';
import type { Steps } from '../steps.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { printError } from './message.ts';
import { expansionOf } from './substitution.ts';

/** Shows a command's words. */
export function* traceWords(words: readonly string[], execution: Execution): Steps<void> {
  yield* traceText(words.map(quoteTraced).join(' '), execution);
}

/** Shows a text as it is. */
export function* traceText(text: string, execution: Execution): Steps<void> {
  const { state, world, descriptors, traceDepth } = execution;
  const prompt = state.variables.get('PS4') ?? '';
  // What the prompt runs is not traced itself.
  state.options.set('xtrace', false);
  try {
    const expanded = yield* expandPrompt(prompt, expansionOf(execution));
    const [first = ''] = Array.from(expanded);
    const table = new DescriptorTable(world, descriptors);
    yield* printError(table, first.repeat(traceDepth - 1) + expanded + text);
    yield* table.release();
  } finally {
    state.options.set('xtrace', true);
  }
}
