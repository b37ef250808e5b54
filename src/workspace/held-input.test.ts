import { expect, test } from 'vitest';
import { HeldInput } from './held-input.ts';

const enter = Uint8Array.of(0x0d);
const key = (text: string): Uint8Array => new TextEncoder().encode(text);

function make(
  pending: () => boolean,
  ask: () => Promise<void>,
): { input: HeldInput; passed: () => string } {
  let text = '';
  const decoder = new TextDecoder();
  const input = new HeldInput(
    (bytes) => {
      text += decoder.decode(bytes);
    },
    pending,
    ask,
  );
  return { input, passed: () => text };
}

test('HeldInput passes input on at once', () => {
  const { input, passed } = make(
    () => false,
    () => Promise.resolve(),
  );
  input.type(key('ls'));
  input.type(enter);
  expect(passed()).toBe('ls\r');
});

test('HeldInput holds the Enter that asks, and what follows it, until the answer', async () => {
  let pending = true;
  const answer = Promise.withResolvers<void>();
  const { input, passed } = make(
    () => pending,
    () => {
      pending = false;
      return answer.promise;
    },
  );
  input.type(key('ls'));
  input.type(enter);
  input.type(key('pwd'));
  expect(passed()).toBe('ls');
  answer.resolve();
  await answer.promise;
  expect(passed()).toBe('ls\rpwd');
});

test('HeldInput holds what is typed while a folder is being opened, even if that fails', async () => {
  const { input, passed } = make(
    () => false,
    () => Promise.resolve(),
  );
  const opening = Promise.withResolvers<void>();
  input.hold(opening.promise);
  input.type(key('ls'));
  expect(passed()).toBe('');
  opening.reject(new Error('refused'));
  await opening.promise.catch(() => {});
  expect(passed()).toBe('ls');
});
