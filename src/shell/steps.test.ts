import { describe, expect, test } from 'vitest';
import type { Steps } from './steps.ts';
import { perform, wait } from './steps.ts';

function* sum(values: readonly (number | Promise<number>)[]): Steps<number> {
  let total = 0;
  for (const value of values) total += yield* wait(value);
  return total;
}

function* failing(value: number | Promise<number>): Steps<string> {
  try {
    yield* wait(value);
    throw new RangeError('plain');
  } catch (error) {
    if (error instanceof TypeError) return 'caught';
    throw error;
  }
}

describe('perform()', () => {
  test('gives a plain value where nothing waits', () => {
    expect(perform(sum([1, 2, 3]))).toBe(6);
  });

  test('waits for what has to be waited for', async () => {
    expect(await perform(sum([1, Promise.resolve(2), 3, Promise.resolve(4)]))).toBe(10);
  });

  test('throws at once, and into the steps what a promise failed with', async () => {
    expect(() => perform(failing(1))).toThrow('plain');
    expect(await perform(failing(Promise.reject(new TypeError('late'))))).toBe('caught');
  });
});
