// The operands of a command, one after another: what cannot be had is said, and the others are done all the same.
import type { Call } from './call.ts';
import { quoteName } from './quote-name.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';

/**
 * Does `step` for each.
 * @param failure what is said where the name stands as `%s`: `cannot open %s`
 * @returns 0; 1 where one of them failed
 * @throws SystemError what `Output.print` does is not an operand's failure
 */
export async function forEachOperand(
  call: Call,
  operands: readonly string[],
  failure: string,
  step: (operand: string) => MaybePromise<void>,
): Promise<0 | 1> {
  let status: 0 | 1 = 0;
  for (const operand of operands) {
    try {
      await step(operand);
    } catch (error) {
      if (!isSystemError(error) || error.code === 'EPIPE' || call.signal.aborted) throw error;
      await call.complain(`${failure.replace('%s', () => quoteName(operand))}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}
