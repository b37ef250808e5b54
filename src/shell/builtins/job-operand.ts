// The operands of the builtins that are about jobs: `%1`, process numbers.
import type { BackgroundJob } from '../jobs/background-job.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Call } from './builtin.ts';

/** The job that an operand names, the current one where there is none; undefined where there is no such job, which is said. */
export function* jobOf(call: Call, operand?: string): Steps<BackgroundJob | undefined> {
  const { jobs } = call.state;
  const named =
    operand !== undefined && /^\d+$/.test(operand) ? jobs.ofPid(Number(operand)) : undefined;
  if (named !== undefined) return named;
  const found = jobs.find(operand ?? '%+');
  if (found !== 'none' && found !== 'ambiguous') return found;
  if (found === 'ambiguous')
    yield* call.complain(
      `${call.name}: ${printable((operand ?? '').replace(/^%\??/, ''))}: ambiguous job spec`,
    );
  yield* call.complain(`${call.name}: ${printable(operand ?? 'current')}: no such job`);
  return undefined;
}
