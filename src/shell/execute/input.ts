// What a command of the shell itself reads: the terminal only where its job is in the foreground.
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { Job } from './job.ts';
import { SharedStream } from './shared.ts';

/** What `descriptor` reads. @throws SystemError EBADF, EINTR; RedirectionError */
export function* inputOf(
  table: DescriptorTable,
  descriptor: number,
  job: Job,
): Steps<SharedStream> {
  const stream = yield* table.input(descriptor);
  if (table.get(descriptor)?.kind === 'terminal')
    return new SharedStream(job.terminal.guard(stream.source));
  // `< /dev/tty`, perhaps of a group: what was read too much of it stays for the next command.
  if (stream.type === 'terminal' && !job.terminal.isOpen)
    yield* wait(job.terminal.enter(job.signal));
  return stream;
}
