// The integers of arithmetic: 64 bits, with a base of 2 to 64.
import { ArithmeticError } from './expression.ts';

/** Wraps as the hardware does. */
export function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** `12`, `017`, `0x1f`, `36#zz`. @throws ArithmeticError */
export function readNumber(word: string, text: string): bigint {
  if (/^(?:0|[1-9][0-9]*)$/.test(word)) return wrap(BigInt(word));
  const [, base, baseDigits] = /^([0-9]+)#(.*)$/.exec(word) ?? [];
  if (base === undefined || baseDigits === undefined) {
    if (/^0[xX]/.test(word)) return inBase(word.slice(2), 16n, word, text);
    return word.startsWith('0')
      ? inBase(word.slice(1), 8n, word, text)
      : inBase(word, 10n, word, text);
  }
  const radix = BigInt(base);
  if (radix < 2n || radix > 64n) throw ArithmeticError.at(text, 'invalid arithmetic base', word);
  if (baseDigits === '') throw ArithmeticError.at(text, 'invalid integer constant', word);
  return inBase(baseDigits, radix, word, text);
}

function inBase(digits: string, base: bigint, word: string, text: string): bigint {
  let value = 0n;
  for (const char of digits) {
    const digit = digitOf(char, base);
    if (digit === undefined) throw ArithmeticError.at(text, 'invalid number', word);
    if (digit >= base) throw ArithmeticError.at(text, 'value too great for base', word);
    value = wrap(value * base + digit);
  }
  return value;
}

/** Digits, then small letters, then capitals, `@` and `_`; up to base 36 both letters are the same. */
function digitOf(char: string, base: bigint): bigint | undefined {
  const code = BigInt(char.charCodeAt(0));
  if (char >= '0' && char <= '9') return code - 48n;
  if (char >= 'a' && char <= 'z') return code - 87n;
  if (char >= 'A' && char <= 'Z') return base <= 36n ? code - 55n : code - 29n;
  if (char === '@') return 62n;
  return char === '_' ? 63n : undefined;
}
