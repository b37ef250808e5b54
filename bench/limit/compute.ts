// What a program itself takes: it runs here on bytes in memory, so that nothing waits for the browser.
import { run } from '../../wasi/run.ts';
import type { EngineName } from '../../wasi/engine/engine.ts';
import { SystemError } from '../../wasi/vfs/error.ts';
import { MemoryFileSystem } from '../../wasi/vfs/memory-fs.ts';
import type { Stage } from './messages.ts';

export interface Coreutils {
  readonly module: WebAssembly.Module;
  readonly engine: EngineName;
}

/** Milliseconds of a program on the file `/input` in memory, which is its last argument. */
export async function computeTime(
  { module, engine }: Coreutils,
  args: readonly string[],
  bytes: Uint8Array,
): Promise<number> {
  const fs = new MemoryFileSystem();
  const file = await fs.open(['input'], { read: true, write: true, create: true });
  if (file.kind === 'file') await file.write(0, bytes);
  const began = performance.now();
  const status = await run(module, {
    engine,
    args: [...args, '/input'],
    preopens: { '/': fs, '/tmp': new MemoryFileSystem('temporary') },
    cwd: '/',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - began;
}

/** A piece of a pipe, in bytes. */
const pieceSize = 1024 * 1024;
const lines = new TextEncoder().encode('y\n'.repeat(pieceSize / 2));

/** Gives pieces, one after another. */
function* piecesOf(input: Stage['input'], previous: readonly Uint8Array[]): Iterable<Uint8Array> {
  if (input === 'previous') yield* previous;
  for (let left = typeof input === 'number' ? input : 0; left > 0; left -= pieceSize)
    yield lines.subarray(0, left);
}

/**
 * Milliseconds that a pipeline takes at the least: as long as its slowest program, or as all of them on the cores that
 * there are.
 */
export async function pipelineTime(
  { module, engine }: Coreutils,
  stages: readonly Stage[],
): Promise<number> {
  const times: number[] = [];
  let previous: readonly Uint8Array[] = [];
  for (const [index, { args, input, most = Infinity }] of stages.entries()) {
    const kept = stages[index + 1]?.input === 'previous';
    const written: Uint8Array[] = [];
    let size = 0;
    const pieces = piecesOf(input, previous)[Symbol.iterator]();
    const began = performance.now();
    await run(module, {
      engine,
      args,
      preopens: { '/tmp': new MemoryFileSystem('temporary') },
      stdin: () => {
        const { done, value } = pieces.next();
        return done === true ? undefined : value;
      },
      stdout: (bytes) => {
        if (size >= most) throw new SystemError('EPIPE');
        size += bytes.length;
        if (kept) written.push(bytes.slice());
      },
    });
    times.push(performance.now() - began);
    previous = written;
  }
  const all = times.reduce((sum, time) => sum + time, 0);
  return Math.max(...times, all / navigator.hardwareConcurrency);
}
