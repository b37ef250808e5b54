import { afterEach, expect, test, vi } from 'vitest';

import { progressSentences } from './progress.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('what is quick is not told', () => {
  const told: unknown[] = [];
  const progress = progressSentences((sentence) => told.push(sentence));
  progress(1, false);
  progress(2, false);
  progress(undefined, false);
  expect(told).toEqual([]);
});

test('what takes long is told from half a second on, not too often, and that it is over', () => {
  vi.useFakeTimers();
  const told: (string | undefined)[] = [];
  const progress = progressSentences((sentence) => told.push(sentence));
  for (let moved = 1; moved <= 14; moved++) {
    progress(moved, false);
    vi.advanceTimersByTime(50);
  }
  progress(13, true);
  progress(undefined, false);
  progress(1, false); // another rename begins anew
  progress(undefined, false);
  expect(told).toEqual([
    'moving the files one by one: 11 so far',
    'moving the files one by one: 13 so far',
    'moving the files back: 13 left',
    undefined,
  ]);
});
