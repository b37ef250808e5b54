// All that a file or a stream has, for commands that cannot begin before they know the end.
import type { Call } from './call.ts';
import { chunks } from './chunks.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** The most that is held in memory, in bytes. */
export const maximumInput = 256 * 1024 * 1024;

/** @throws SystemError EFBIG more than `maximumInput` */
export async function wholeInput(call: Call, input: OpenFile | Stream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks(call, input)) {
    const chunk = part.slice();
    parts.push(chunk);
    size += chunk.length;
    if (size > maximumInput) throw new SystemError('EFBIG', 'more than 256 MiB cannot be held');
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of parts) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
