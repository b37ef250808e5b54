// Programs that do one thing wrong, written by hand, plain and instrumented.
import binaryen from 'binaryen';
import type { EngineName } from './shell-page.ts';

const programs = {
  /** Traps at once. */
  trap: '(func $start (export "_start") unreachable)',
  /** Calls itself until the stack is used up. */
  recursion:
    '(func $start (export "_start") (call $deeper)) (func $deeper (call $deeper) (call $deeper))',
  /** Says so on its standard error, and computes for ever without a call. */
  loop: `
    (data (i32.const 0) "\\10\\00\\00\\00\\08\\00\\00\\00")
    (data (i32.const 16) "looping\\n")
    (func $start (export "_start")
      (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
      (loop $again (br $again)))`,
} as const;

const write = `(import "wasi_snapshot_preview1" "fd_write"
  (func $fd_write (param i32 i32 i32 i32) (result i32)))`;

/** Room for the Asyncify stack, as our own programs export it. */
const stackArea = `
  (func (export "asyncify_stack_begin") (result i32) (i32.const 1024))
  (func (export "asyncify_stack_end") (result i32) (i32.const 65536))`;

/** The bytes of a program for an engine. */
export function tinyProgram(name: keyof typeof programs, engine: EngineName): Uint8Array {
  const module = binaryen.parseText(
    `(module ${write} (memory (export "memory") 2) ${stackArea} ${programs[name]})`,
  );
  if (engine === 'asyncify') module.runPasses(['asyncify']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
