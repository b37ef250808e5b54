// What `npm run conformance` leaves for `npm test`.

export const conformanceReport = 'test-results/conformance.json';

/** Each program on each file system and engine is one. */
export interface ConformanceCounts {
  readonly passed: number;
  readonly failed: number;
}
