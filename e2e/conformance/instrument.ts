// Instruments the suite's programs with Asyncify, as they are: most have neither a buffer nor an allocator to export, so
// that the stack lies in a memory of its own.
import binaryen from 'binaryen';
import { stackMemory } from '../../wasi/engine/stack.ts';
import { waiting } from '../../wasi/preview1/waiting.ts';

const { Features } = binaryen;

/** In pages of 64 KiB. Unoptimised code has large frames. */
const stackPages = 16;

/** What a module uses that does not say so, as those of AssemblyScript. */
const assumed = Features.MutableGlobals | Features.SignExt | Features.NontrappingFPToInt;

/** `module`, so that the imports that can wait unwind it. */
export function instrument(module: Uint8Array): Uint8Array {
  const read = binaryen.readBinary(module);
  const named = read.getFeatures();
  const features = named === 0 ? assumed : named;
  // Bulk memory has two names here, and the one implies the other.
  const bulk = features & Features.BulkMemory ? Features.BulkMemoryOpt : 0;
  read.setFeatures(features | bulk | Features.MultiMemory);
  // The pass optimises what it adds, which takes most of its time; these programs run for milliseconds.
  binaryen.setOptimizeLevel(0);
  binaryen.setShrinkLevel(0);
  try {
    const imports = waiting.map((name) => `wasi_snapshot_preview1.${name}`);
    binaryen.setPassArgument('asyncify-imports', imports.join(','));
    binaryen.setPassArgument('asyncify-in-secondary-memory', 'true');
    binaryen.setPassArgument('asyncify-secondary-memory-size', String(stackPages));
    read.runPasses(['asyncify']);
    read.addMemoryExport(stackMemory, stackMemory);
    return read.emitBinary();
  } finally {
    binaryen.clearPassArguments();
    read.dispose();
  }
}
