// For tests: modules from their text, plain and instrumented.
import binaryen from 'binaryen';

/**
 * Compiles WebAssembly text.
 * @param waits the imports (`module.name`) that may unwind; with them the module is instrumented
 */
export async function assemble(
  text: string,
  waits?: readonly string[],
): Promise<WebAssembly.Module> {
  const module = binaryen.parseText(text);
  try {
    module.setFeatures(binaryen.Features.MutableGlobals | binaryen.Features.BulkMemory);
    if (waits !== undefined) {
      binaryen.setPassArgument('asyncify-imports', waits.join(','));
      module.runPasses(['asyncify']);
    }
    return await WebAssembly.compile(new Uint8Array(module.emitBinary()));
  } finally {
    module.dispose();
  }
}
