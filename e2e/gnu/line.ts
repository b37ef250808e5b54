// A command line of the table.

/** A line whose messages are in other words than GNU's; the rest is the same. */
export interface Reworded {
  readonly line: string;
}

export type Line = string | Reworded;

export function reworded(line: string): Reworded {
  return { line };
}
