// Whether a command text is finished, or the editor should ask for another line.
import type { ParsedScript, SyntaxNode } from 'unbash';
import { forEachChild, parse } from 'unbash';
import { errorsOf } from './errors.ts';

/**
 * False where a quote, a trailing backslash, `|`, `&&`, a here-document or a compound command is unfinished.
 * A text with an error that no further line can mend is complete, so that the error is shown at once.
 */
export function isComplete(text: string): boolean {
  const script = parse(text);
  const errors = errorsOf(script, text);
  if (errors.some(({ message }) => definite.test(message))) return true;
  if (errors.some(({ message, pos }) => open.test(message) || isBlank(text.slice(pos)))) {
    return false;
  }
  return errors.length > 0 || !(endsInBackslash(text) || hasOpenHereDocument(script));
}

/** Errors that more text does not mend. */
const definite = /^unexpected |redirect target|^maximum /;
const open = /^unterminated /;

function isBlank(text: string): boolean {
  return /^(?:\s|#.*)*$/.test(text);
}

/** Whether the last newline-to-come is escaped. An open quote was an error already; a comment escapes nothing. */
function endsInBackslash(text: string): boolean {
  const [backslashes = ''] = /\\*$/.exec(text) ?? [];
  if (backslashes.length % 2 === 0) return false;
  // In a comment the parser sees no difference between the text with and without its last backslash.
  const probe = parse(text + 'x');
  const command = probe.commands.at(-1);
  return command !== undefined && command.end === text.length + 1;
}

function hasOpenHereDocument(script: ParsedScript): boolean {
  let found = false;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'HereDoc' && node.closing === undefined) found = true;
    if (!found) forEachChild(node, visit);
  };
  forEachChild(script, visit);
  return found;
}
