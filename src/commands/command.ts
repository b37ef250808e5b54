// What a command is, and its run: options, `--help`, output that cannot be written.
import { Call } from './call.ts';
import { type ArgumentForm, readOptions, type OptionNames, type Options } from './options.ts';
import type { Session } from './session.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { SessionCall } from '../process/session-process.ts';

/** A command written in TypeScript, that runs in the session as programs do in their workers. */
export interface Command {
  /** What `--help` prints. */
  readonly help: string;
  readonly options: OptionNames;
  /** How its arguments are read, where that is not as usual. */
  readonly form?: ArgumentForm;
  /** The status of wrong usage; 1, where it is not given. */
  readonly usageStatus?: number;
  /** @returns its exit status @throws SystemError EPIPE and what else `Output.print` does */
  run(call: Call, options: Options): MaybePromise<number>;
}

/** Runs `command` to its end, and returns its exit status. @throws SystemError EPIPE */
export async function runCommand(
  command: Command,
  sessionCall: SessionCall,
  session: Session,
): Promise<number> {
  const call = new Call(sessionCall, session);
  const options = readOptions(sessionCall.args.slice(1), command.options, command.form);
  try {
    const status = await runWith(command, call, options);
    await call.stdout.flush();
    return status;
  } catch (error) {
    if (!isSystemError(error) || error.code === 'EPIPE') throw error;
    await call.printError(`${call.name}: write error: ${error.message}\n`);
    return 1;
  }
}

async function runWith(command: Command, call: Call, options: Options): Promise<number> {
  if (options.has('--help')) {
    await call.stdout.print(command.help);
    return 0;
  }
  if (options.problem !== undefined) return complainUsage(call, options.problem, command);
  return await command.run(call, options);
}

/** Says what is wrong with the arguments, as GNU's programs do. @returns the status of wrong usage */
export async function complainUsage(
  call: Call,
  problem: string,
  { usageStatus = 1 }: Pick<Command, 'usageStatus'>,
): Promise<number> {
  await call.complain(problem);
  await call.printError(`Try '${call.name} --help' for more information.\n`);
  return usageStatus;
}
