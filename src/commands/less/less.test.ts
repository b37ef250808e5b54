// `less`, compared with the real one: what is on the screen after each key.
import { expect, test } from 'vitest';
import { own, real, type Scene } from './real-less.ts';

const numbers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

const files = {
  hundred: numbers(100),
  short: 'a\nb\nc\n',
  empty: '',
  words: Array.from(
    { length: 60 },
    (_, index) => `line ${index} ${['Apple', 'pear', 'fig (ripe)', 'apple pie'][index % 4]}\n`,
  ).join(''),
  long: `${Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ')} ${'x'.repeat(200)}\n${numbers(20)}`,
  odd: Buffer.from(
    'tab\there\u0001 x\u001b[31mred\u001b[0m\n\ta\tb\tc\n' +
      '\u65e5\u672c\u8a9e'.repeat(20) +
      '\ne\u0301x na\u00efve \u{1f600} ok\nB\bBo\bold _\bu_\bn plain\n' +
      numbers(12),
  ),
  colours: `\u001b[31mred\u001b[0m plain \u001b[1;32mgreen\u001b[m\n${numbers(12)}`,
  invalid: Uint8Array.of(0x61, 0xff, 0xfe, 0x62, 0x0a, 0xc3, 0x0a, 0x63, 0x0a),
};

const scenes: Record<string, Omit<Scene, 'files'>> = {
  'a file that is longer than the screen': {
    args: ['hundred'],
    keys: ['j', 'j', ' ', 'k', 'b', 'd', 'u', 'G', 'j', 'k', 'g', '\r', '\x1bOB', '\x1bOA'],
  },
  counts: {
    args: ['hundred'],
    keys: ['5', '0', 'g', '3', 'j', '1', '0', 'k', '5', '0', 'p', '2', '0', 'G'],
  },
  'the end': { args: ['hundred'], keys: ['G', ' ', '9', '7', 'g', 'j', 'k', 'b', ' ', ' '] },
  'a file that is shorter': { args: ['short'], keys: ['j', ' '] },
  'an empty file': { args: ['empty'], keys: [] },
  'no such line': { args: ['hundred'], keys: ['5', '0', '0', 'g', '\r'] },
  'a search': { args: ['words'], keys: ['/pear\r', 'n', 'n', 'N', '?line 3\r', 'n', 'N'] },
  'a search that finds nothing': { args: ['words'], keys: ['/nothing\r', '\r', 'n', '\r', 'j'] },
  'a search near the end': { args: ['hundred'], keys: ['/98\r', 'k', 'j', 'n', '\r'] },
  'a regular expression': { args: ['words'], keys: ['/^line [0-9]+ (fig|pear)\r', 'n', 'n'] },
  'a search for what does not match': { args: ['words'], keys: ['/!apple\r', 'n', 'n'] },
  'a search that ignores case': { args: ['-i', 'words'], keys: ['/apple\r', 'n', '/Apple\r', 'n'] },
  'a search without case at all': { args: ['-I', 'words'], keys: ['/APPLE\r', 'n'] },
  'a filter': { args: ['words'], keys: ['&fig\r', 'j', 'G', 'g', '&\r'] },
  'no pattern': { args: ['words'], keys: ['n', '\r'] },
  'long lines folded': { args: ['long'], keys: ['j', 'j', 'k', 'G', 'g', ' '] },
  'long lines chopped': { args: ['-S', 'long'], keys: ['j', '\x1bOC', '\x1bOC', '\x1bOD', 'k'] },
  'folded, then chopped': { args: ['long'], keys: ['-S', '\r', '-S', '\r'] },
  sideways: { args: ['long'], keys: ['\x1bOC', '\x1bOD', '1', '0', '\x1bOC'] },
  'line numbers': { args: ['-N', 'long'], keys: ['j', 'j', ' ', 'G'] },
  'line numbers, switched on': { args: ['hundred'], keys: ['-N', '\r', ' '] },
  'the long prompt': { args: ['-M', 'hundred'], keys: ['j', ' ', 'G', 'g'] },
  'the medium prompt': { args: ['-m', 'hundred'], keys: ['j', ' ', 'G'] },
  summary: { args: ['hundred'], keys: ['=', '\r', 'j', '=', '\r', 'G', '='] },
  'controls, tabs, wide characters, overstrikes': { args: ['odd'], keys: ['j', 'j', 'G'] },
  'controls chopped': { args: ['-S', 'odd'], keys: ['\x1bOC', '\x1bOC', '\x1bOD'] },
  'colours as they are': { args: ['colours'], keys: ['j'] },
  'colours shown': { args: ['-R', 'colours'], keys: ['/green\r'] },
  'what is not UTF-8': { args: ['invalid'], keys: [] },
  'tab stops': { args: ['-x4', 'odd'], keys: [] },
  'several files': {
    args: ['short', 'hundred', 'words'],
    keys: [':n', 'j', ':n', ':n', '\r', ':p', ':p', ':x', '='],
  },
  marks: { args: ['hundred'], keys: ['ma', 'G', "'a", "''", "'b", '\r', "'^", "'$"] },
  'a pipe': { args: [], keys: ['j', ' ', 'G', 'g', '='], input: numbers(100) },
  'begins at the end': { args: ['+G', 'hundred'], keys: ['k'] },
  'begins at a line': { args: ['+50', 'hundred'], keys: ['k'] },
  'begins at a match': { args: ['+/pear', 'words'], keys: ['n'] },
  'begins at a pattern': { args: ['-p', 'fig', 'words'], keys: ['n'] },
  'follows, until Ctrl-C': { args: ['+F', 'hundred'], keys: ['\x03', 'k'] },
  'no such file': { args: ['nothing'], keys: [] },
  'one that is missing among others': { args: ['nothing', 'short'], keys: [] },
  'typed text is edited': {
    args: ['words'],
    keys: ['/', 'f', 'i', 'x', '\x7f', 'g', '\r', '/', 'x', '\x7f', '\x7f'],
  },
};

test.for(Object.entries(scenes))('%s', async ([, scene]) => {
  const whole = { ...scene, files };
  const [expected, shown] = [await real(whole), await own(whole)];
  expect(shown).toEqual(expected);
});
