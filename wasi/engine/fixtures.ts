// For tests: modules from their text, plain and instrumented.
import binaryen from 'binaryen';

import { stackMemory } from './stack.ts';

/** `add` waits twice; `deep` waits at the bottom of as many calls; `overflow` never ends. */
export const waitingText = `(module
  (import "env" "wait" (func $wait (param i32) (result i32)))
  (import "env" "now" (func $now (result i32)))
  (memory (export "memory") 2)
  (global (export "asyncify_stack_begin") i32 (i32.const 1024))
  (global (export "asyncify_stack_end") i32 (i32.const 2048))
  (global $calls (mut i32) (i32.const 0))
  (func (export "add") (param i32 i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.add (call $wait (local.get 0)) (call $wait (local.get 1))))
  (func (export "calls") (result i32) (global.get $calls))
  (func (export "now") (result i32) (call $now))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0))
      (then (call $wait (i32.const 0)))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))))
  (func (export "grow") (result i32)
    (drop (memory.grow (i32.const 1)))
    (call $wait (i32.const 3)))
  (func (export "trap") unreachable)
  (func $overflow (export "overflow") (param i32) (result i32)
    (i32.add (i32.const 1) (call $overflow (i32.add (local.get 0) (call $wait (i32.const 1))))))
)`;

/** `value`, a millisecond later. */
export const later = <T>(value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), 1));

/**
 * Assembles WebAssembly text.
 * @param waits the imports (`module.name`) that may unwind; with them the module is instrumented
 * @param pages the size of a second memory for the stack; without it the stack lies in the program's own
 */
export function assembleBytes(
  text: string,
  waits?: readonly string[],
  pages?: number,
): Uint8Array<ArrayBuffer> {
  const module = binaryen.parseText(text);
  try {
    const { MutableGlobals, BulkMemory, BulkMemoryOpt } = binaryen.Features;
    module.setFeatures(MutableGlobals | BulkMemory | BulkMemoryOpt);
    if (waits !== undefined) {
      binaryen.setPassArgument('asyncify-imports', waits.join(','));
      if (pages !== undefined) {
        module.setFeatures(module.getFeatures() | binaryen.Features.MultiMemory);
        binaryen.setPassArgument('asyncify-in-secondary-memory', 'true');
        binaryen.setPassArgument('asyncify-secondary-memory-size', String(pages));
      }
      module.runPasses(['asyncify']);
      if (pages !== undefined) module.addMemoryExport(stackMemory, stackMemory);
    }
    return new Uint8Array(module.emitBinary());
  } finally {
    binaryen.clearPassArguments(); // they are the library's, not the module's
    module.dispose();
  }
}

/** `assembleBytes`, compiled. */
export function assemble(
  text: string,
  waits?: readonly string[],
  pages?: number,
): Promise<WebAssembly.Module> {
  return WebAssembly.compile(assembleBytes(text, waits, pages));
}
