// The prompt: where the shell is, and how the last command ended if not well.
import { displayPath } from './files.ts';
import { printable } from './quote.ts';
import type { State } from './state.ts';

const red = '\x1b[31m';
const boldBlue = '\x1b[1;34m';
const plain = '\x1b[0m';

/** `folder/sub $ `, coloured, with the last status before it where it was not 0. No name in it can move the cursor. */
export function formatPrompt({ cwd, status, variables }: State): string {
  const folder = printable(displayPath(cwd, variables.get('HOME')));
  const failed = status === 0 ? '' : `${red}${status}${plain} `;
  return `${failed}${boldBlue}${folder}${plain} $ `;
}
