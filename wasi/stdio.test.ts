import { describe, expect, test } from 'vitest';

import { inputStream, outputStream } from './stdio.ts';
import { SystemError } from './vfs/error.ts';
import { bytes, code } from './vfs/fixtures.ts';

describe('outputStream of a web stream', () => {
  test.each([
    ['nothing', undefined, 'EPIPE'],
    ['an error', new Error('enough'), 'EPIPE'],
    ['an abort', new DOMException('', 'AbortError'), 'EPIPE'],
    ['a full disk', new DOMException('', 'QuotaExceededError'), 'ENOSPC'],
    ['an errno', new SystemError('EIO'), 'EIO'],
  ])('that ended with %s', async (_, reason, expected) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const stream = outputStream(writable);
    const waiting = code(() => stream.write(bytes('x')));
    await readable.cancel(reason);
    expect(await waiting).toBe(expected);
    expect(await code(() => stream.write(bytes('y')))).toBe(expected);
    expect(await code(() => stream.close())).toBe('none');
  });
});

test('outputStream of a function that throws: a defect stays one', async () => {
  const stream = outputStream(() => {
    throw new Error('a defect');
  });
  expect(() => stream.write(bytes('x'))).toThrow('a defect');
});

describe('inputStream of a web stream that fails', () => {
  test.each([
    ['an error', new TypeError('network error'), 'EIO', 'network error'],
    ['what is no error', 'enough', 'EIO', 'enough'],
    ['an abort', new DOMException('gone', 'AbortError'), 'EIO', 'gone'],
    ['a lost permission', new DOMException('', 'NotAllowedError'), 'EACCES', ''],
    ['an errno', new SystemError('ENXIO'), 'ENXIO', ''],
  ])('with %s', async (_, cause, expected, reason) => {
    const source = new ReadableStream<Uint8Array>({ start: (control) => control.error(cause) });
    const stream = inputStream(source);
    await expect(stream.read(1)).rejects.toMatchObject({ code: expected, reason });
    stream.close();
    expect(source.locked).toBe(false);
  });
});
