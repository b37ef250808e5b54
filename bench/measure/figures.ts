// Median and worst of several times.

export interface Figures {
  /** Milliseconds. */
  readonly median: number;
  /** Milliseconds. */
  readonly worst: number;
}

export function figuresOf(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? NaN, worst: sorted.at(-1) ?? NaN };
}
