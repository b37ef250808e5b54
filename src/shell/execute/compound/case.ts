// `case … in …) …;; esac`
import type { Case, Word } from 'unbash';
import { unsplit } from '../../expand/fragment.ts';
import { Pattern } from '../../expand/pattern.ts';
import { plain } from '../../expand/place.ts';
import { partsOf } from '../../expand/word-parts.ts';
import { expandText } from '../../expand/word.ts';
import type { Steps } from '../../steps.ts';
import type { Execution } from '../execution.ts';
import { isStopped } from '../execution.ts';
import { expansionOf } from '../substitution.ts';
import { traceText } from '../trace.ts';

/** Runs the first part of which a pattern matches; 0 where none does. */
export function* executeCase({ word, items, pos }: Case, execution: Execution): Steps<number> {
  const { state } = execution;
  state.position = pos;
  const text = yield* expandText(word, expansionOf(execution));
  if (state.options.has('xtrace')) yield* traceText(`case ${word.text} in`, execution);
  let status = 0;
  // `;&` goes on with the next part whatever its patterns are.
  let falls = false;
  for (const { pattern, body, terminator } of items) {
    if (!falls && !(yield* matchesAny(text, pattern, execution))) continue;
    status = body.commands.length === 0 ? 0 : yield* execution.execute(body.commands, execution);
    if (isStopped(execution)) return status;
    if (terminator === ';&') falls = true;
    else if (terminator === ';;&') falls = false;
    else return status;
  }
  return status;
}

function* matchesAny(
  text: string,
  patterns: readonly Word[],
  execution: Execution,
): Steps<boolean> {
  for (const word of patterns) if ((yield* patternOf(word, execution)).matches(text)) return true;
  return false;
}

/** The pattern that a word is. One without expansions is the same each time: it is read once. */
function* patternOf(word: Word, execution: Execution): Steps<Pattern> {
  const { options, parsedPatterns } = execution.state;
  const extended = options.has('extglob');
  const ignoreCase = options.has('nocasematch');
  const key = /[$`~<>]/.test(word.text)
    ? undefined
    : `${Number(extended)}${Number(ignoreCase)}${word.text}`;
  const known = key === undefined ? undefined : parsedPatterns.get(key);
  if (known !== undefined) return known;
  const pieces = yield* expansionOf(execution).expand(partsOf(word), plain);
  const pattern = new Pattern(unsplit(pieces), { extended, ignoreCase });
  if (key !== undefined) parsedPatterns.set(key, pattern);
  return pattern;
}
