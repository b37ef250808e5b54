// For tests: a session in which some processes run.
import { sessionOf, silentTty, treeOf } from '../bench.ts';
import type { Session } from '../session.ts';
import { ProcessTable, type ProcessReport, type TableEntry } from '../../process/process-table.ts';
import type { World } from '../../process/world.ts';

const began = Date.now() - 3_723_000;

/**
 * A session whose shell runs a program and, as a job, a subshell that is stopped; and 4, the command that is tested.
 * @param args how the command was called
 * @param receive is told the signals that a process receives
 */
export async function sessionWithProcesses(
  args: readonly string[],
  receive: TableEntry['receive'] = () => {},
): Promise<Session> {
  const processes = new ProcessTable();
  const enter = (report: Partial<ProcessReport>): void =>
    processes.enter(processes.number(), {
      receive,
      report: () => ({
        parent: 1,
        state: 'sleeping',
        foreground: false,
        began,
        memory: undefined,
        args: [],
        ...report,
      }),
    });
  enter({ parent: 0, state: undefined, foreground: true, args: ['dirsh'] });
  enter({ args: ['/bin/sort', '-k2', 'ä\n'], memory: 3_500_000, state: 'running' });
  enter({ args: ['dirsh:', '(cat; true)'], state: 'stopped', began: began + 60_000 });
  enter({ args, foreground: true, began: began + 120_000 });
  return {
    ...sessionOf(await treeOf({}), silentTty()),
    world: () => ({ processes }) as unknown as World,
  };
}
