// Pipes between two ends that share nothing but a port.
import { array, assert, asyncProperty, integer, nat, oneof } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { PipeReader, pipeCapacity, PipeWriter } from './pipe.ts';

let channel: MessageChannel;
let writer: PipeWriter;
let reader: PipeReader;
let messages: number;

beforeEach(() => begin());
afterEach(() => end());

function begin(): void {
  channel = new MessageChannel();
  writer = new PipeWriter(channel.port1);
  reader = new PipeReader(channel.port2);
  messages = 0;
  channel.port2.addEventListener('message', () => messages++);
}

function end(): void {
  channel.port1.close();
}

/** Bytes that tell where they are. */
function bytes(from: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (from + at) % 251);
}

async function readAll(max: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await reader.read(max);
    if (piece.length === 0) return Buffer.concat(pieces);
    pieces.push(piece.slice());
  }
}

/** When all messages that are under way have come. */
async function turn(): Promise<void> {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
}

describe('PipeWriter', () => {
  test('several who write to one that is full are all let in', async () => {
    writer.write(bytes(0, pipeCapacity));
    const written = [1, 2, 3].map((length) => writer.write(bytes(0, length)));
    const read = readAll(pipeCapacity);
    await expect(Promise.all(written)).resolves.toEqual([1, 2, 3]);
    writer.close();
    expect(await read).toHaveLength(pipeCapacity + 6);
  });

  test('what is written in pieces of any size is read in pieces of any size', async () => {
    const size = oneof(nat(6000), nat(400_000));
    await assert(
      asyncProperty(
        array(size, { maxLength: 12 }),
        integer({ min: 500, max: 300_000 }),
        async (sizes, max) => {
          begin();
          const read = readAll(max);
          let at = 0;
          for (const length of sizes) {
            for (let left = length; left > 0;) {
              const taken = await writer.write(bytes(at, left));
              at += taken;
              left -= taken;
            }
          }
          writer.close();
          expect(Buffer.compare(await read, bytes(0, at))).toBe(0);
          end();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a line is sent at once, though the reader has something to read', async () => {
    for (const from of [0, 10, 20]) writer.write(bytes(from, 10));
    await turn();
    expect(await reader.readable(new AbortController().signal)).toBe(30);
  });

  test('blocks are gathered while the reader has something to read', async () => {
    const count = 1 + (1024 * 1024) / 8192; // one at once, then a message that is full
    for (let at = 0; at < count; at++) writer.write(bytes(at * 8192, 8192));
    await turn();
    expect(messages).toBe(2);
    writer.close();
    expect(await readAll(65_536)).toHaveLength(count * 8192);
  });

  test('a line behind blocks takes them along', async () => {
    writer.write(bytes(0, 8192));
    writer.write(bytes(8192, 8192));
    writer.write(bytes(16_384, 10));
    await turn();
    expect(await reader.readable(new AbortController().signal)).toBe(16_394);
  });

  test('blocks that are gathered leave when the reader has read the others', async () => {
    writer.write(bytes(0, 8192));
    writer.write(bytes(8192, 8192));
    expect(await reader.read(65_536)).toHaveLength(8192);
    expect(await reader.read(65_536)).toHaveLength(8192);
  });

  test('waits when as much is under way as the pipe holds', async () => {
    let written = 0;
    let waiting: Promise<number> | undefined;
    while (waiting === undefined && written < 2 * pipeCapacity) {
      const taken = writer.write(bytes(written, 65_536));
      if (typeof taken === 'number') written += taken;
      else waiting = taken;
    }
    expect(written).toBeLessThanOrEqual(pipeCapacity + 65_536);
    let went = false;
    waiting?.then(() => (went = true));
    await turn();
    expect(went).toBe(false);
    while (!went) await reader.read(65_536);
  });

  test('is told that the reader is gone', async () => {
    writer.write(bytes(0, 8192));
    writer.write(bytes(8192, 8192));
    reader.close();
    await turn();
    expect(() => writer.write(bytes(0, 1))).toThrow(
      expect.toSatisfy((error) => isSystemError(error, 'EPIPE')),
    );
  });
});

describe('PipeReader', () => {
  test('gives back buffers that were read, one with each word of the next', async () => {
    let back = 0;
    channel.port1.addEventListener(
      'message',
      ({ data }: MessageEvent<{ buffer?: ArrayBuffer }>) => {
        if (data.buffer !== undefined) back++;
      },
    );
    const rounds = 20;
    for (let round = 0; round < rounds; round++) {
      writer.write(bytes(round, 65_536));
      expect(await reader.read(65_536)).toHaveLength(65_536);
      await turn();
    }
    expect(back).toBe(rounds - 1);
  });

  test('what was read stays until the next read, whatever is written meanwhile', async () => {
    writer.write(bytes(0, 65_536));
    const first = await reader.read(65_536);
    for (let count = 1; count < 20; count++) writer.write(bytes(count, 65_536));
    await turn();
    expect(Buffer.compare(first, bytes(0, 65_536))).toBe(0);
  });
});
