import { describe, expect, test } from 'vitest';

import { outputStream } from './stdio.ts';
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
