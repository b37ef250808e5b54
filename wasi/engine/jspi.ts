// JavaScript Promise Integration: the browser switches stacks. https://github.com/WebAssembly/js-promise-integration
import type { AsyncImports, AsyncInstance, Engine, EngineOptions } from './engine.ts';
import { Entrance } from './reentry.ts';

/** What JSPI adds to `WebAssembly`; not yet in TypeScript's library. */
interface Jspi {
  readonly Suspending: new (call: (...args: never[]) => unknown) => WebAssembly.ImportValue;
  promising(call: CallableFunction): (...args: (number | bigint)[]) => Promise<unknown>;
}

/** Whether this browser has JSPI in its final form. */
export function jspiSupported(): boolean {
  return 'Suspending' in WebAssembly;
}

export class JspiEngine implements Engine {
  readonly name = 'jspi';

  async instantiate(
    module: WebAssembly.Module,
    imports: AsyncImports,
    options: EngineOptions = {},
  ): Promise<AsyncInstance> {
    const { Suspending, promising } = WebAssembly as unknown as Jspi;
    const waits = options.waits ?? (() => true);
    const wrapped: WebAssembly.Imports = {};
    for (const [from, names] of Object.entries(imports)) {
      const values: WebAssembly.ModuleImports = {};
      for (const [name, value] of Object.entries(names)) {
        const suspending = typeof value === 'function' && waits(from, name);
        values[name] = suspending
          ? new Suspending(value as (...args: never[]) => unknown)
          : (value as WebAssembly.ImportValue);
      }
      wrapped[from] = values;
    }
    const instance = await WebAssembly.instantiate(module, wrapped);
    const entrance = new Entrance();
    const exports = Object.fromEntries(
      Object.entries(instance.exports).map(([name, value]) => [
        name,
        typeof value === 'function' ? entrance.guard(name, promising(value)) : value,
      ]),
    );
    return { instance, exports };
  }
}
