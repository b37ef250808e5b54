// Streams that the session itself reads and writes: of a terminal that stays, and of a file.
import type { OpenFile } from '../../wasi/vfs/filesystem.ts';
import { andThen } from '../../wasi/vfs/maybe-promise.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

/** A stream that stays when a user of it is done. */
export function unclosed(stream: Stream): Stream {
  return {
    kind: 'stream',
    type: stream.type,
    read: (max, signal) => stream.read(max, signal),
    write: (bytes) => stream.write(bytes),
    readable: (signal) => stream.readable(signal),
    close: () => {},
  };
}

/** A file as a stream, from its beginning on. */
export function sequential(file: OpenFile): Stream {
  let position = 0;
  return {
    kind: 'stream',
    type: 'pipe',
    read: (max) =>
      andThen(file.read(position, max), (bytes) => {
        position += bytes.length;
        return bytes.slice();
      }),
    write: (bytes) =>
      andThen(file.write(position, bytes), (end) => {
        position = end;
        return bytes.length;
      }),
    readable: () => Infinity,
    close: () => file.close(),
  };
}
