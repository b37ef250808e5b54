// What the page is asked, and answers.

/** The ways to wait that are compared. */
export type Way =
  | 'JSPI'
  | 'Asyncify'
  | 'Asyncify, lent stack'
  | 'asyncify-wasm'
  | 'asyncify-wasm, our module';

/** A command of coreutils, and milliseconds of each run on both engines. */
export interface CommandTimes {
  readonly command: string;
  readonly jspi: readonly number[];
  readonly asyncify: readonly number[];
}

export interface LibraryBench {
  /** Microseconds of a suspended call `depth` calls deep: a median for each of `ways`, of samples that take turns. */
  suspensions(ways: readonly Way[], depth: number, samples: number): Promise<number[]>;
  commands(runs: number): Promise<CommandTimes[]>;
}

declare global {
  var bench: LibraryBench;
}
