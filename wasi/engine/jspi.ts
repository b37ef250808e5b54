// JavaScript Promise Integration: the browser switches stacks. https://github.com/WebAssembly/js-promise-integration
import type { Engine, EngineOptions, ImportedFunction, Wrapping } from './engine.ts';
import { InstanceLife, isThenable, type AsyncExport } from './life.ts';
import { wrapExports, wrapImports } from './wrap.ts';

/** What JSPI adds to `WebAssembly`; not yet in TypeScript's library. */
interface Jspi {
  readonly Suspending: new (call: ImportedFunction) => WebAssembly.ImportValue;
  promising(call: CallableFunction): AsyncExport;
}

/** Whether this browser has JSPI in its final form. */
export function jspiSupported(): boolean {
  return 'Suspending' in WebAssembly;
}

/** Runs any module where the browser has JSPI. */
export class JspiEngine implements Engine {
  readonly name = 'jspi';

  wrap(_module: WebAssembly.Module, options: EngineOptions = {}): Wrapping {
    const { Suspending, promising } = WebAssembly as unknown as Jspi;
    const life = new InstanceLife(options.signal);
    return {
      imports: (imports) =>
        wrapImports(imports, options.waits, (call) => new Suspending(heard(call, life))),
      exports: (instance) =>
        wrapExports(instance, (name, call) => {
          const target = promising(call);
          return async (...args) => {
            life.enter(name);
            try {
              const result = await life.untilAborted(target(...args));
              life.leave();
              return result;
            } catch (error) {
              life.end(error);
              throw error;
            }
          };
        }),
    };
  }
}

/** The import, which after an abort is not called again, and whose caller never runs on. */
function heard(call: ImportedFunction, life: InstanceLife): ImportedFunction {
  if (life.signal === undefined) return call;
  return (...args) => {
    life.check();
    const result = call(...args);
    return isThenable(result) ? life.unlessAborted(result) : result;
  };
}
