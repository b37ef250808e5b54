// `wait` waits for what runs in the background: nothing does yet.
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

export const waitForJobs: Builtin = {
  name: 'wait',
  synopsis: 'wait [id ...]',
  help: "Wait for what runs in the background.\n\nNothing can run there yet: `&' is not supported.",
  run,
};

function* run(call: Call): Steps<number> {
  let status = 0;
  for (const id of call.args) {
    if (id === '--') continue;
    const known = /^\d+$/.test(id) ? `pid ${id} is not a child of this shell` : undefined;
    yield* call.complain(`wait: ${known ?? `\`${printable(id)}': not a pid or valid job spec`}`);
    status = known === undefined ? 1 : 127;
  }
  return status;
}
