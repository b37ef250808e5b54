// What a program imports beside WASI: functions of the caller's, async or not.
import type { AsyncImports, ImportedFunction } from '../engine/engine.ts';
import { isThenable } from '../engine/life.ts';
import { wrapImports } from '../engine/wrap.ts';
import type { Host } from './host.ts';
import { untilStopped } from './stop.ts';

/** The program that imports of the caller's are called by. */
export interface RunningProgram {
  /** Its memory, from its first call on. A view of it is stale after an await: the program may have grown it. */
  readonly memory: WebAssembly.Memory;
}

/** Makes imports by module and name. Those of `wasi_snapshot_preview1` are the host's. */
export type OwnImports = (program: RunningProgram) => AsyncImports;

/** Ends a program because of what an import of the caller's threw or rejected with: its `cause`, which the caller gets. */
export class ImportFailure extends Error {
  override readonly name = 'ImportFailure';

  constructor(cause: unknown) {
    super('an import failed', { cause });
  }
}

/** `imports` with functions at which a program ends that is told to stop, also while they wait. */
export function stoppable(imports: AsyncImports, current: () => Host): WebAssembly.Imports {
  return wrapImports(imports, undefined, (call) => wrapped(call, current));
}

function wrapped(call: ImportedFunction, current: () => Host): ImportedFunction {
  return (...args) => {
    const host = current();
    host.checkStopped();
    try {
      const result = call(...args);
      return isThenable(result) ? untilStopped(host, settled(result)) : result;
    } catch (error) {
      throw new ImportFailure(error);
    }
  };
}

/** What it comes to. @throws ImportFailure */
async function settled(result: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw new ImportFailure(error);
  }
}
