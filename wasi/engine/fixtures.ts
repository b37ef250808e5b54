// For tests: modules from their text, plain and instrumented.
import binaryen from 'binaryen';

import { stackMemory } from './stack.ts';

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
