// Adds Asyncify's code to a module, by Binaryen. It runs in Node and in a browser's worker.
// https://github.com/WebAssembly/binaryen/blob/main/src/passes/Asyncify.cpp
import type binaryenModule from 'binaryen';
import { importsSection } from '../engine/asyncify.ts';
import { stackMemory } from '../engine/stack.ts';
import { waiting } from '../preview1/waiting.ts';
import type { InstrumentOptions } from './options.ts';

/** The library of the npm package `binaryen`. */
export type Binaryen = typeof binaryenModule;

/** Gives the lines that were printed since it was last called. */
type Said = () => readonly string[];

const wasi = 'wasi_snapshot_preview1';

/**
 * `module`, so that it can be suspended by the Asyncify engine.
 * @param said what Binaryen has printed since it was last asked: that is where it says what is wrong with a module
 * @throws Error it is no module that Binaryen reads, or a module with more than it can instrument
 */
export function addAsyncify(
  binaryen: Binaryen,
  bytes: Uint8Array,
  { imports, optimizeLevel = 2, stackPages = 0 }: InstrumentOptions,
  said: Said = () => [],
): Uint8Array<ArrayBuffer> {
  const module = explained(binaryen, 'read', () => binaryen.readBinary(bytes));
  try {
    if (hasExport(binaryen, module, 'asyncify_start_unwind')) {
      throw new Error('the module is instrumented already');
    }
    setFeatures(binaryen, module, said);
    const ownMemory = module.hasMemory();
    binaryen.setOptimizeLevel(optimizeLevel);
    binaryen.setShrinkLevel(0);
    const list = importsOf(binaryen, module).filter(imports ? matcher(imports) : canWait);
    // An empty list would mean every import.
    if (list.length > 0) binaryen.setPassArgument('asyncify-imports', list.join(','));
    else binaryen.setPassArgument('asyncify-ignore-imports', 'true');
    if (stackPages > 0) {
      module.setFeatures(module.getFeatures() | binaryen.Features.MultiMemory);
      binaryen.setPassArgument('asyncify-in-secondary-memory', 'true');
      binaryen.setPassArgument('asyncify-secondary-memory-size', String(stackPages));
    }
    // Before, which makes the frames small, and after: the pass adds much that can be left out.
    if (optimizeLevel > 0) module.optimize();
    explained(binaryen, 'instrument', () => module.runPasses(['asyncify']));
    if (optimizeLevel > 0) module.optimize();
    if (stackPages > 0) module.addMemoryExport(stackMemory, stackMemory);
    // The pass gives a memory to a module that has none; the engine must reach it.
    else if (!ownMemory) module.addMemoryExport('0', stackMemory);
    module.addCustomSection(importsSection, new TextEncoder().encode(list.join('\n')));
    return new Uint8Array(module.emitBinary());
  } finally {
    binaryen.clearPassArguments(); // they are the library's, not the module's
    module.dispose();
  }
}

/** `step`, whose failure Binaryen throws as an exception of C++. */
function explained<T>(binaryen: Binaryen, what: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    // Emscripten's; Binaryen's types do not know it.
    const { getExceptionMessage } = binaryen as unknown as {
      getExceptionMessage(exception: unknown): readonly [type: string, message: string];
    };
    const message = cause instanceof Error ? cause.message : getExceptionMessage(cause)[1];
    throw new Error(`Binaryen cannot ${what} the module: ${message}`, { cause });
  }
}

function hasExport(binaryen: Binaryen, module: binaryenModule.Module, name: string): boolean {
  for (let index = 0; index < module.getNumExports(); index++) {
    if (binaryen.getExportInfo(module.getExportByIndex(index)).name === name) return true;
  }
  return false;
}

/** The functions that a module imports, as `module.name`. */
function importsOf(binaryen: Binaryen, module: binaryenModule.Module): string[] {
  const list: string[] = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const { module: from, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (from && base !== null) list.push(`${from}.${base}`); // others are the module's own
  }
  return list;
}

/** WASI's functions that can wait, and all that are not WASI's. */
function canWait(name: string): boolean {
  return !name.startsWith(`${wasi}.`) || waiting.includes(name.slice(wasi.length + 1));
}

/** Whether a name is among `patterns`, in which `*` stands for any text. */
function matcher(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's');
  });
  return (name) => expressions.some((expression) => expression.test(name));
}

/**
 * Sets the features of WebAssembly that a module uses: those that it names (the section `target_features`, which compilers
 * write and strippers remove), else what every engine has had for years; then, for what does not pass Binaryen's
 * validator, one more after another in the order in which browsers got them. Not simply all of them: Binaryen then
 * writes types that engines do not read.
 * @throws Error with what the validator says
 */
function setFeatures(binaryen: Binaryen, module: binaryenModule.Module, said: Said): void {
  const { Features } = binaryen;
  const common =
    Features.MutableGlobals |
    Features.SignExt |
    Features.NontrappingFPToInt |
    Features.BulkMemory |
    Features.BulkMemoryOpt |
    Features.Multivalue |
    Features.ReferenceTypes;
  const named = module.getFeatures();
  // Bulk memory has two names here, and the one implies the other.
  const bulk = named & Features.BulkMemory ? Features.BulkMemoryOpt : 0;
  let features = named === Features.MVP ? common : named | bulk;
  const more = [
    common,
    Features.SIMD128,
    Features.Atomics,
    Features.ExceptionHandling,
    Features.TailCall,
    Features.ExtendedConst,
    Features.RelaxedSIMD,
    Features.GC,
    Features.MultiMemory,
    Features.Memory64,
  ];
  for (const next of [0, ...more]) {
    features |= next;
    module.setFeatures(features);
    said();
    if (module.validate() !== 0) return;
  }
  throw new Error(`Binaryen finds the module invalid:\n${said().join('\n')}`);
}
