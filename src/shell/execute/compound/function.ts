// A function's definition: its body is kept until it is called.
import type { Function as FunctionNode } from 'unbash';
import { bodyText } from '../../function-text.ts';
import { printable } from '../../quote.ts';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';
import { complainOfText } from '../message.ts';

export function* defineFunction(node: FunctionNode, execution: Execution): Steps<number> {
  const { state } = execution;
  const name = node.name.value;
  if (/[$`]/.test(node.name.text) || name === '') {
    yield* complainOfText(execution, `\`${printable(node.name.text)}': not a valid identifier`);
    return 1;
  }
  if (state.functions.get(name)?.readonly === true) {
    yield* complainOfText(execution, `${printable(name)}: readonly function`);
    return 1;
  }
  const { source } = state;
  const { body } = node;
  const { pos, end } = body;
  state.functions.set(name, {
    body:
      body.type === 'CompoundList'
        ? body.commands
        : [{ type: 'Statement', command: body, pos, end, background: undefined }],
    source,
    // Only when it is asked for: most functions are never shown.
    get text() {
      return bodyText(node, source.text) ?? source.text.slice(pos, end);
    },
    exported: state.functions.get(name)?.exported ?? false,
    readonly: false,
    traced: state.functions.get(name)?.traced ?? false,
  });
  return 0;
}
