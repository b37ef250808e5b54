// Who reads the terminal, and who is refused: with a terminal that gives what the test types.
import { expect, test } from 'vitest';
import { TerminalGate } from './terminal-gate.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import type { Stream } from '../../wasi/vfs/stream.ts';

function terminal() {
  let typed: Uint8Array | undefined;
  let reader: ((bytes: Uint8Array) => void) | undefined;
  const take = (): Uint8Array | undefined => {
    const bytes = typed;
    typed = undefined;
    return bytes;
  };
  const tty: Stream = {
    kind: 'stream',
    type: 'terminal',
    read: (_, signal) =>
      take() ??
      new Promise((resolve, reject) => {
        reader = resolve;
        signal?.addEventListener('abort', () => {
          reader = undefined;
          reject(new SystemError('EINTR'));
        });
      }),
    readable: () => typed?.length ?? 0,
    write: (bytes) => bytes.length,
    close: () => {},
  };
  let refusals = 0;
  const gate = new TerminalGate(() => {
    refusals += 1;
  });
  const type = (line: string): void => {
    typed = new TextEncoder().encode(line);
    const waiting = reader;
    reader = undefined;
    if (waiting !== undefined) waiting(take() ?? new Uint8Array());
  };
  return { gate, tty, stream: gate.guard(tty), refusals: () => refusals, type };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('TerminalGate: a read in the background is refused, and reads what is typed after it is opened', async () => {
  const { gate, stream, refusals, type, tty } = terminal();
  gate.close();
  const read = stream.read(100);
  expect(refusals()).toBe(1);
  type('for others\n');
  expect(text(await tty.read(100))).toBe('for others\n');
  gate.refuse();
  expect(refusals()).toBe(2);
  gate.open();
  type('own\n');
  expect(text(await read)).toBe('own\n');
  gate.close();
  gate.refuse();
  expect(refusals()).toBe(2);
});

test('TerminalGate: a read that waits when it is closed takes nothing, and may be withdrawn', async () => {
  const { gate, stream, refusals, type, tty } = terminal();
  const withdrawal = new AbortController();
  const read = stream.read(100, withdrawal.signal);
  await new Promise((resolve) => setTimeout(resolve));
  gate.close();
  type('for others\n');
  expect(text(await tty.read(100))).toBe('for others\n');
  expect(refusals()).toBe(1);
  withdrawal.abort();
  await expect(read).rejects.toMatchObject({ code: 'EINTR' });
  gate.refuse();
  expect(refusals()).toBe(1);
});

test('TerminalGate: the background writes', async () => {
  const { gate, stream, refusals } = terminal();
  gate.close();
  expect(await stream.write(new TextEncoder().encode('shown'))).toBe(5);
  expect(refusals()).toBe(0);
});
