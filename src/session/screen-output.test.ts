// What goes to the screen, in which pieces and when.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { laziness, ScreenOutput, screenPiece, screenWindow } from './screen-output.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function start(): { output: ScreenOutput; sent: string[] } {
  const sent: string[] = [];
  return { output: new ScreenOutput((piece) => sent.push(new TextDecoder().decode(piece))), sent };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('ScreenOutput sends at once, in pieces', () => {
  const { output, sent } = start();
  void output.write(bytes('a'));
  void output.write(bytes('x'.repeat(screenPiece + 1)));
  expect(sent).toEqual(['a', 'x'.repeat(screenPiece), 'x']);
});

test('ScreenOutput sends what may wait with what follows, in its order', () => {
  const { output, sent } = start();
  void output.write(bytes('a'), true);
  void output.write(bytes('b'), true);
  expect(sent).toEqual([]);
  void output.write(bytes('c'));
  expect(sent).toEqual(['abc']);
  void output.write(bytes('d'), true);
  output.flush();
  vi.advanceTimersByTime(2 * laziness);
  expect(sent).toEqual(['abc', 'd']);
});

test('ScreenOutput holds nothing for long', () => {
  const { output, sent } = start();
  void output.write(bytes('a'), true);
  vi.advanceTimersByTime(laziness - 1);
  void output.write(bytes('b'), true);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['ab']);
});

test('ScreenOutput holds the writer back until the screen has drawn', async () => {
  const { output } = start();
  const written = output.write(new Uint8Array(screenWindow));
  expect(written).toBeInstanceOf(Promise);
  output.drawn(screenWindow / 2);
  let done = false;
  void Promise.resolve(written).then(() => (done = true));
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toBe(false);
  output.drawn(1);
  await written;
});
