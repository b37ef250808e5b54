// What can be chosen where a module is instrumented.

/** How a module is instrumented. */
export interface InstrumentOptions {
  /**
   * The imports that may wait, as `module.name`; `*` stands for any text. Where it is not given: the functions of WASI
   * preview1 that can wait, and every function that is not WASI's. What the module calls between its exports and
   * these gets larger and slower; an import that is not among them must never return a promise.
   */
  readonly imports?: readonly string[];
  /** How much Binaryen optimises what it adds, from 0 to 4; 2 where it is not given. 0 is four times as fast. */
  readonly optimizeLevel?: number;
  /**
   * Pages of 64 KiB for a memory of its own for the stack. The program never sees it, but the browser must have
   * multi-memory (Chrome 120). 0, where it is not given: the stack lies in the program's memory.
   */
  readonly stackPages?: number;
}
