// Programs for the tests of the package, assembled.
import binaryen from 'binaryen';

const wasi = (name: string, params: string): string =>
  `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${params}) (result i32)))`;

const programs = {
  /** Prints "Hello, " and what is in `name.txt`. */
  hello: `
    ${wasi('path_open', 'i32 i32 i32 i32 i32 i64 i64 i32 i32')}
    ${wasi('fd_read', 'i32 i32 i32 i32')}
    ${wasi('fd_write', 'i32 i32 i32 i32')}
    (memory (export "memory") 1)
    (data (i32.const 0) "name.txt")
    (data (i32.const 16) "Hello, ")
    (func (export "_start")
      (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 8) (i32.const 0)
        (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64)))
      (i32.store (i32.const 32) (i32.const 128))
      (i32.store (i32.const 36) (i32.const 100))
      (drop (call $fd_read (i32.load (i32.const 64)) (i32.const 32) (i32.const 1) (i32.const 40)))
      (i32.store (i32.const 48) (i32.const 16))
      (i32.store (i32.const 52) (i32.const 7))
      (i32.store (i32.const 56) (i32.const 128))
      (i32.store (i32.const 60) (i32.load (i32.const 40)))
      (drop (call $fd_write (i32.const 1) (i32.const 48) (i32.const 2) (i32.const 44))))`,
  /** Computes for ever. */
  loop: '(memory (export "memory") 1) (func (export "_start") (loop $again (br $again)))',
} as const;

/** The module of a program. */
export function assembleProgram(name: keyof typeof programs): Uint8Array {
  const module = binaryen.parseText(`(module ${programs[name]})`);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
