// What is measured of the engines: a module that calls itself as deep as it is told, and waits there.
import binaryen from 'binaryen';
import { addAsyncify } from '../../wasi/instrument/pass.ts';

/** Where both libraries may put their stack: the module uses none of its memory. */
const stackArea = `
  (global (export "asyncify_stack_begin") i32 (i32.const 4096))
  (global (export "asyncify_stack_end") i32 (i32.const 131072))`;

/** `run(depth, count)` waits `count` times, below `depth` calls that each keep six locals. */
function text(area: string): string {
  return `(module
    (import "env" "wait" (func $wait (param i32) (result i32)))
    (memory (export "memory") 2) ${area}
    (func $bottom (param $count i32) (result i32) (local $sum i32)
      (loop $again
        (local.set $sum (i32.add (local.get $sum) (call $wait (local.get $count))))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count)))
      (local.get $sum))
    (func $deep (param $depth i32) (param $count i32) (param $c i64) (param $d i64) (param $e f64) (param $f i32)
      (result i32) (local $result i32)
      (if (i32.eqz (local.get $depth))
        (then (local.set $result (call $bottom (local.get $count))))
        (else (local.set $result (call $deep (i32.sub (local.get $depth) (i32.const 1)) (local.get $count)
          (i64.add (local.get $c) (i64.const 1)) (local.get $d) (local.get $e) (local.get $f)))))
      (i32.add (local.get $result)
        (i32.add (local.get $f)
          (i32.wrap_i64 (i64.sub (i64.add (local.get $c) (local.get $d))
            (i64.add (i64.extend_i32_u (local.get $depth)) (i64.trunc_f64_s (local.get $e))))))))
    (func (export "run") (param $depth i32) (param $count i32) (result i32)
      (call $deep (local.get $depth) (local.get $count) (i64.const 0) (i64.const 0) (f64.const 0) (i32.const 0))))`;
}

function assemble(area: string): Uint8Array {
  const module = binaryen.parseText(text(area));
  module.setFeatures(binaryen.Features.MutableGlobals);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** As `wasm-opt --asyncify -O2` does, which asyncify-wasm recommends. */
function withWasmOpt(bytes: Uint8Array): Uint8Array {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(binaryen.Features.MutableGlobals);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(0);
  module.runPasses(['asyncify']);
  module.optimize();
  const instrumented = module.emitBinary();
  module.dispose();
  return instrumented;
}

/** The files of the page, by path. */
export function deepModules(): Record<string, Uint8Array> {
  return {
    'deep.wasm': assemble(stackArea),
    'deep.asyncify.wasm': addAsyncify(binaryen, assemble(stackArea), {}),
    'deep.wasm-opt.wasm': withWasmOpt(assemble(stackArea)),
    'deep.lent.wasm': addAsyncify(binaryen, assemble(''), {}),
  };
}
