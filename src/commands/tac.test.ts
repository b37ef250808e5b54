// `tac`, compared with GNU's.
import { expect, test } from 'vitest';
import { ours, plainQuotes, theirs, treeOf } from './bench.ts';

const long = Array.from({ length: 60_000 }, (_, index) => `line ${index}\n`).join('');
const files = {
  a: 'one\ntwo\nthree\n',
  open: 'one\ntwo',
  empty: '',
  crlf: 'a--b--c--',
  bytes: Uint8Array.of(0x80, 0x0a, 0xff, 0x0a, 0x9f),
  digits: 'a1b22c333d',
  blank: '\n\n\n',
  long,
  record: `${'x'.repeat(700_000)}\n${'y'.repeat(700_000)}\nz`,
  'd/': '',
};

test.for<readonly [args: readonly string[], input?: string]>([
  [['a']],
  [['open']],
  [['a', 'open', 'empty', 'a']],
  [['empty']],
  [['blank']],
  [['-b', 'blank']],
  [['bytes']],
  [['long']],
  [['record']],
  [['-b', 'record']],
  [['-b', 'a']],
  [['-b', 'open']],
  [['-s', '--', 'crlf']],
  [['-bs', '--', 'crlf']],
  [['-s', '', 'a']],
  [['--separator=n', 'a']],
  [['-rs', '[0-9]', 'digits']],
  [['-rs', '[0-9][0-9]*', 'digits']],
  [['-rbs', 'b\\|c', 'digits']],
  [[], 'from\na\npipe'],
  [['-', 'a'], 'x\ny\n'],
  [['nothing', 'a']],
  [['-x']],
  [['--sep']],
  [['--nope']],
])('tac %j', async ([args, input]) => {
  const expected = theirs(['tac', ...args], files, input);
  const { stdout, stderr, status } = await ours(['tac', ...args], await treeOf(files), input);
  expect({ stdout, status }).toEqual({ stdout: expected.stdout, status: expected.status });
  expect(stderr).toBe(plainQuotes(expected.stderr));
});
