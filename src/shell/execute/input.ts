// What a command of the shell itself reads: the terminal only where its job is in the foreground.
import type { Steps } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Job } from './job.ts';
import { SharedStream } from './shared.ts';

/** What `descriptor` reads. @throws SystemError EBADF; RedirectionError */
export function* inputOf(
  table: DescriptorTable,
  descriptor: number,
  job: Job,
): Steps<SharedStream> {
  const stream = yield* table.input(descriptor);
  return table.get(descriptor)?.kind === 'terminal'
    ? new SharedStream(job.terminal.guard(stream.source))
    : stream;
}
