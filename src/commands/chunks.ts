// What a file or a stream has, piece by piece.
import type { Call } from './call.ts';
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** The longest piece, in bytes. */
const longest = 1024 * 1024;

/**
 * The pieces, each valid until the next one is asked for.
 * @param from where a file is read from
 * @throws SystemError
 */
export async function* chunks(
  call: Call,
  input: OpenFile | Stream,
  from = 0,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = from; ;) {
    const reading =
      input.kind === 'file' ? input.read(position, longest) : input.read(longest, call.signal);
    const chunk = await call.until(reading);
    if (chunk.length === 0) return;
    position += chunk.length;
    yield chunk;
    await call.turn();
  }
}
