import { expect, test } from 'vitest';

import { hash64 } from './hash.ts';

test('unlike paths have unlike numbers, none 0', () => {
  const numbers = new Set<bigint>();
  let count = 0;
  for (let directory = 0; directory < 40; directory++) {
    for (let file = 0; file < 1000; file++, count++)
      numbers.add(hash64(`folder\0d${directory}/f${file}`));
  }
  for (let index = 0; index < 20_000; index++, count++) numbers.add(hash64(index.toString(36)));
  expect(numbers.size).toBe(count);
  expect(numbers.has(0n)).toBe(false);
  expect(hash64('a\0b')).toBe(hash64('a\0b'));
});

test('the halves are spread, too', () => {
  const low = new Set<bigint>();
  for (let index = 0; index < 20_000; index++) low.add(hash64(`d/${index}`) & 0xffff_ffffn);
  expect(low.size).toBeGreaterThan(19_990); // by chance none or one pair
});
