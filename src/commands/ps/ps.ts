// `ps`: what runs in the session.
import { PsArgumentError, readRequest, type Request, type SortKey } from './arguments.ts';
import type { Shown } from './columns.ts';
import { tableOf } from './table.ts';
import type { Call } from '../call.ts';
import type { Command } from '../command.ts';
import type { Options } from '../options.ts';
import type { ListedProcess } from '../../process/process-table.ts';
import { visible } from '../../tty/visible.ts';

export const ps: Command = {
  help: `Usage: ps [options]
List what runs: the shell, its jobs, and programs with what they start.

  -e, -A, ax           all, as without any of these: all is the user's, on one terminal
  -a, -d               all but the shell
  r                    only what computes
  -p, p, --pid PIDS    by number; a number alone does the same
      --ppid PIDS      by the number of what began it
  -C NAMES             by the program's name
  -N, --deselect       all others
  -f, -l, u            more of each
  -o, o, --format LIST these columns: pid ppid user stat s tty etime etimes start lstart
                       stime rss mem comm args; COLUMN=HEADER, COLUMN:WIDTH
  k, --sort LIST       sort by columns; -COLUMN the other way round
  h, --no-headers      no line of headers
  w                    do not cut lines at the edge of the screen
      --help           display this help and exit

STAT is R (computes), S (waits for something) or T (stopped), with s for the session's
shell and + for what may read the terminal. MEM is a program's own memory, RSS the same
in KiB; commands that are a part of the page have none. A program that computes is not
asked: of it the last is shown that it told. ELAPSED is the time since it began; a
browser does not tell how much of that was computed.
`,
  options: {},
  form: { dashed: /^(?!--help$)/ },
  run,
};

async function run(call: Call, { operands }: Options): Promise<number> {
  let request: Request;
  try {
    request = readRequest(operands);
  } catch (error) {
    if (!(error instanceof PsArgumentError)) throw error;
    await call.printError(
      `error: ${visible(error.message)}\n\nUsage:\n ps [options]\n\n` +
        " Try 'ps --help' for additional help text.\n",
    );
    return 1;
  }
  const { columns, wide } = request;
  const found = (await listedFor(call)).filter((process) => request.selected(process));
  const now = Date.now();
  const shown = found.map((process) => ({ process, call, now }));
  const room = call.stdout.isTerminal && !wide ? call.session.tty.columns : Infinity;
  const [headers = '', ...lines] = tableOf(columns, sorted(shown, request.sort), room);
  const isHeaded = request.headers && columns.some(({ header }) => header !== '');
  await call.stdout.print([...(isHeaded ? [headers] : []), ...lines, ''].join('\n'));
  return found.length > 0 ? 0 : 1;
}

/** All processes. Whoever lists them computes. */
export async function listedFor(call: Call): Promise<readonly ListedProcess[]> {
  const all = await call.until(call.session.world().processes.list());
  return all.map((process) =>
    process.pid === call.pid ? { ...process, state: 'running' } : process,
  );
}

function sorted(shown: readonly Shown[], keys: readonly SortKey[]): readonly Shown[] {
  return shown.toSorted((a, b) => {
    for (const { column, descending } of keys) {
      const order = column.key
        ? column.key(a.process) - column.key(b.process)
        : compare(column.text(a), column.text(b));
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
