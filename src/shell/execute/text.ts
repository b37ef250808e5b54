// A command text as a whole: read first, then executed line by line; nothing of it where it cannot be read.
import type { Statement } from 'unbash';
import { replaceAliases } from '../parse/aliases.ts';
import type { Parsed } from '../parse/parse.ts';
import { parseScript } from '../parse/parse.ts';
import { SourceText } from '../source-text.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { DescriptorTable } from './descriptor-table.ts';
import type { Execution } from './execution.ts';
import { complainOfText, printError } from './message.ts';

/** The status of a text that is not a script. */
export const syntaxErrorStatus = 2;

/**
 * Runs `text`.
 * @param file its name, where it is a file
 * @param line the number of its first line, where it is the next part of what a shell reads
 * @returns its status; it is `$?` too
 */
export function* executeText(
  text: string,
  execution: Execution,
  file?: string,
  line = 1,
): Steps<number> {
  const { state } = execution;
  const { source, position } = state;
  try {
    // What `eval` and traps run is a part of the file that they stand in.
    const inside = file ?? (source.text === '' ? undefined : source.file);
    const firstLine = file === undefined && source.text !== '' ? state.line : line;
    return yield* executeFrom(text, execution, inside, firstLine);
  } finally {
    state.source = source;
    state.position = position;
  }
}

function* executeFrom(
  text: string,
  execution: Execution,
  file: string | undefined,
  firstLine: number,
): Steps<number> {
  const { state } = execution;
  const source = new SourceText(text, file, firstLine);
  state.source = source;
  const { script, problem } = parseScript(text);
  if (script === undefined) {
    // An alias may make a script of what is none.
    const replaced = replacedAliases(text, state);
    if (replaced !== undefined) return yield* executeFrom(replaced, execution, file, firstLine);
    state.position = problem.position ?? text.length;
    yield* complainOfText(execution, located(problem, source));
    state.status = syntaxErrorStatus;
    return syntaxErrorStatus;
  }
  const lines = [...linesOf(script.commands, text)];
  for (const [index, line] of lines.entries()) {
    state.source = source;
    if (state.options.has('verbose')) yield* echoLine(line, text, execution);
    const start = line[0]?.pos ?? 0;
    const replaced = replacedAliases(text.slice(start, lines[index + 1]?.[0]?.pos), state);
    if (replaced === undefined) yield* execution.execute(line, execution);
    else yield* executeReplaced(replaced, execution, file, source.line(start));
    const { leaving } = state;
    if (leaving?.kind === 'abandon') {
      // An error ends its line; the next one runs, unless a person typed them together.
      state.status = leaving.status;
      if (state.interactive) return leaving.status;
      state.leaving = undefined;
    } else if (leaving !== undefined || execution.job.interrupted) break;
  }
  return state.leaving?.status ?? state.status;
}

/** The text with its aliases replaced; undefined where there are none. */
function replacedAliases(text: string, { options, aliases }: State): string | undefined {
  if (aliases.size === 0 || !options.has('expand_aliases')) return undefined;
  const replaced = replaceAliases(text, aliases);
  return replaced === text ? undefined : replaced;
}

/** Runs a line in which aliases were replaced. */
function* executeReplaced(
  text: string,
  execution: Execution,
  file: string | undefined,
  firstLine: number,
): Steps<void> {
  const { state } = execution;
  const source = new SourceText(text, file, firstLine);
  state.source = source;
  const { script, problem } = parseScript(text);
  if (script !== undefined) {
    yield* execution.execute(script.commands, execution);
    return;
  }
  yield* complainOfText(execution, located(problem, source));
  state.status = syntaxErrorStatus;
}

/** The statements by the lines that they begin on: what is separated by `;` belongs together. */
function* linesOf(statements: readonly Statement[], text: string): Iterable<readonly Statement[]> {
  let line: Statement[] = [];
  for (const statement of statements) {
    const last = line.at(-1);
    if (last !== undefined && text.slice(last.end, statement.pos).includes('\n')) {
      yield line;
      line = [];
    }
    line.push(statement);
  }
  if (line.length > 0) yield line;
}

/** `set -v` */
function* echoLine(
  line: readonly Statement[],
  text: string,
  { world, descriptors }: Execution,
): Steps<void> {
  const start = line[0]?.pos ?? 0;
  const end = text.indexOf('\n', line.at(-1)?.end ?? start);
  const table = new DescriptorTable(world, descriptors);
  yield* printError(table, text.slice(start, end < 0 ? undefined : end));
  yield* table.release();
}

/** The message with the place, which a single short line does not need. */
function located(
  { message, position }: NonNullable<Parsed['problem']>,
  source: SourceText,
): string {
  if (position === undefined) return message;
  const column = `column ${source.column(position)}`;
  if (source.file !== undefined) return `${column}: ${message}`;
  return `line ${source.line(position)}, ${column}: ${message}`;
}
