// The walk over imports and exports that both engines make.
import type { AsyncExports, AsyncImports, EngineOptions, ImportedFunction } from './engine.ts';
import type { AsyncExport } from './life.ts';

/** `imports`, with each function that may wait replaced by what `wrap` makes of it and of its name, `module.name`. */
export function wrapImports(
  imports: AsyncImports,
  waits: EngineOptions['waits'],
  wrap: (call: ImportedFunction, name: string) => unknown,
): WebAssembly.Imports {
  const wrapped: Record<string, WebAssembly.ModuleImports> = {};
  for (const [from, names] of Object.entries(imports)) {
    const values: WebAssembly.ModuleImports = {};
    for (const [name, value] of Object.entries(names)) {
      const waiting = typeof value === 'function' && (waits?.(from, name) ?? true);
      values[name] = (
        waiting ? wrap(value as ImportedFunction, `${from}.${name}`) : value
      ) as WebAssembly.ImportValue;
    }
    wrapped[from] = values;
  }
  return wrapped;
}

/** The exports of `instance`, with each function replaced by what `wrap` makes of it. */
export function wrapExports(
  instance: WebAssembly.Instance,
  wrap: (name: string, call: (...args: unknown[]) => unknown) => AsyncExport,
): AsyncExports {
  return Object.fromEntries(
    Object.entries(instance.exports).map(([name, value]) => [
      name,
      typeof value === 'function' ? wrap(name, value as (...args: unknown[]) => unknown) : value,
    ]),
  );
}
