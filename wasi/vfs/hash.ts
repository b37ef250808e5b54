// Numbers for names: inode and device numbers that are the same in every worker.

/**
 * A 64-bit hash of `text` that is never 0. Equal texts give equal numbers, unlike ones unlike numbers but for
 * chance (2^-64 a pair). Two lanes of 32-bit multiply-and-xor over UTF-16 units, mixed at the end.
 */
export function hash64(text: string): bigint {
  let [low, high] = [0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193) ^ (low >>> 15);
    high = Math.imul(high ^ unit, 0xc2b2ae35) ^ (high >>> 13);
  }
  low = mix(low ^ Math.imul(high, 0x27d4eb2d));
  high = mix(high ^ Math.imul(low, 0x165667b1));
  const hash = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  return hash === 0n ? 1n : hash;
}

/** The finalizer of MurmurHash3: each bit of the input moves each bit of the result. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
