// Sizes as GNU's programs print them: in blocks, rounded up, and with letters for people.
const letters = ['', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

/** `4.0K`, `17M`: rounded up, with a digit behind the point below 10. @param base 1024, or 1000 as of `--si` */
export function humanSize(bytes: number, base: 1000 | 1024 = 1024): string {
  let power = 0;
  let value = bytes;
  while (value >= base && power < letters.length - 1) {
    value /= base;
    power += 1;
  }
  const letter = base === 1000 && power === 1 ? 'k' : (letters[power] ?? '');
  if (power === 0) return String(bytes);
  const tenths = Math.ceil(value * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${letter}`;
  const whole = Math.ceil(value);
  if (whole < base) return `${whole}${letter}`;
  return `1.0${letters[power + 1] ?? ''}`;
}

/**
 * The size of a block in bytes, of what `-B` and `$BLOCK_SIZE` say: `1K`, `MB`, `512`. Undefined where it is none.
 */
export function blockSizeOf(text: string): number | undefined {
  const [, digits = '', letter = '', suffix = ''] = /^(\d*)([kKMGTPE]?)(i?B)?$/.exec(text) ?? [
    '',
    '?',
  ];
  if (digits === '?' || (digits === '' && letter === '')) return undefined;
  const power = letter === '' ? 0 : letters.indexOf(letter.toUpperCase());
  const size = Number(digits || '1') * (suffix === 'B' ? 1000 : 1024) ** power;
  return size > 0 ? size : undefined;
}
