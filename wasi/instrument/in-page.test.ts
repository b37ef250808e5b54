import { afterEach, expect, test, vi } from 'vitest';
import { instrument } from './in-page.ts';
import type { FromInstrumenter, ToInstrumenter } from './page-worker.ts';

/** Gives the module back as it is. */
class FakeInstrumenter extends EventTarget {
  constructor() {
    super();
    queueMicrotask(() => this.#answer({ ready: true }));
  }

  #answer(data: FromInstrumenter): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage({ module }: ToInstrumenter): void {
    this.#answer({ module: new Uint8Array(module) });
  }

  terminate(): void {}
}

afterEach(() => void vi.unstubAllGlobals());

const refused = (): Promise<never> => Promise.reject(new DOMException('', 'SecurityError'));

test.each([
  ['opened', { open: refused }],
  ['read', { open: async () => ({ match: refused, put: refused }) }],
  ['written', { open: async () => ({ match: async () => undefined, put: refused }) }],
])('where the cache cannot be %s the module is instrumented all the same', async (_, caches) => {
  vi.stubGlobal('caches', caches);
  vi.stubGlobal('Worker', FakeInstrumenter);
  const module = new Uint8Array([1, 2, 3]);
  expect(await instrument(module)).toEqual(module);
});
