// Counts the calls of the browser that wait, and the suspensions: in a page of its own, as to count takes time.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CallCounts {
  /** Calls on handles, files and writers. */
  readonly calls: number;
  /** Imports of WASI that gave a promise, on JSPI. */
  readonly suspensions: number;
}

/** Runs in each realm of the page. */
function count(): void {
  const channel = new BroadcastChannel('bench-counts');
  const wrap = (of: object | undefined, names: readonly string[]): void => {
    for (const name of names) {
      const original: unknown = of === undefined ? undefined : Reflect.get(of, name);
      if (of === undefined || typeof original !== 'function') continue;
      Reflect.set(of, name, function counted(this: unknown, ...args: unknown[]): unknown {
        channel.postMessage({ calls: 1, suspensions: 0 });
        return Reflect.apply(original, this, args);
      });
    }
  };
  const realm: Record<string, { prototype: object } | undefined> = Object(globalThis);
  const listing = ['entries', 'keys', 'values'];
  const names = ['getFileHandle', 'getDirectoryHandle', 'removeEntry', ...listing];
  wrap(realm['FileSystemDirectoryHandle']?.prototype, names);
  wrap(realm['FileSystemFileHandle']?.prototype, ['getFile', 'createWritable']);
  wrap(realm['FileSystemHandle']?.prototype, ['move', 'isSameEntry']);
  wrap(realm['FileSystemWritableFileStream']?.prototype, ['write', 'truncate']);
  wrap(realm['WritableStream']?.prototype, ['close', 'abort']);
  wrap(realm['Blob']?.prototype, ['arrayBuffer', 'stream', 'text']);
  const { Suspending } = WebAssembly as unknown as {
    Suspending?: new (call: (...args: unknown[]) => unknown) => object;
  };
  if (Suspending === undefined) return;
  Object.assign(WebAssembly, {
    Suspending: class extends Suspending {
      constructor(call: (...args: unknown[]) => unknown) {
        super((...args) => {
          const result = call(...args);
          if (result instanceof Promise) channel.postMessage({ calls: 0, suspensions: 1 });
          return result;
        });
      }
    },
  });
}

const preamble = `(${count})();\n`;

/** The scripts of a page with the counters in front, by their paths; `limit` is that of the limit. */
export function countingScripts(dist: string, limit: string): Record<string, Uint8Array> {
  const scripts: Record<string, Uint8Array> = { 'limit.js': Buffer.from(preamble + limit) };
  for (const name of readdirSync(join(dist, 'assets'))) {
    if (!name.endsWith('.js')) continue;
    const path = `assets/${name}`;
    scripts[path] = Buffer.from(preamble + readFileSync(join(dist, path), 'utf8'));
  }
  return scripts;
}
