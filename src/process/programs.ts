// The programs: the manifest, and each program's module, loaded and compiled once, behind the first prompt.
import type { CommandMessage } from './protocol.ts';
import { compile } from '../../wasi/source.ts';
import type { EngineName } from '../../wasi/index.ts';
import { SystemError } from '../../wasi/vfs/error.ts';

/** `public/programs/manifest.json`, which the build of the programs writes. */
export interface Manifest {
  readonly programs: readonly {
    readonly name: string;
    readonly commands: readonly string[];
    readonly files: Readonly<
      Record<
        'plain' | 'asyncify',
        { readonly path: string; readonly size: number; readonly sha256: string }
      >
    >;
  }[];
}

/** The programs of a page for one engine. */
export class Programs {
  readonly commands: readonly CommandMessage[];
  readonly #urls: ReadonlyMap<string, string>;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  /** @param base the address of `programs/` */
  constructor(manifest: Manifest, engine: EngineName, base: string) {
    const variant = engine === 'jspi' ? 'plain' : 'asyncify';
    this.commands = manifest.programs.flatMap(({ commands, files }) =>
      commands.map((name) => {
        const { path, size, sha256 } = files[variant];
        // The hash makes a new program a new address: no cache mixes versions.
        return { name, size, url: new URL(`${path}?${sha256.slice(0, 16)}`, base).href };
      }),
    );
    this.#urls = new Map(this.commands.map(({ name, url }) => [name, url]));
  }

  get names(): ReadonlySet<string> {
    return new Set(this.#urls.keys());
  }

  /** The address of a command's program. */
  address(name: string): string | undefined {
    return this.#urls.get(name);
  }

  /** The module of a command. @throws SystemError ENOENT no such command; ENOEXEC its file is missing or broken */
  async module(name: string): Promise<WebAssembly.Module> {
    const url = this.#urls.get(name);
    if (url === undefined) throw new SystemError('ENOENT');
    const known = this.#modules.get(url);
    const module = known ?? compile(fetch(url));
    this.#modules.set(url, module);
    try {
      return await module;
    } catch (cause) {
      this.#modules.delete(url); // the next command tries again
      const why = cause instanceof WebAssembly.CompileError ? 'is broken' : 'could not be loaded';
      throw new SystemError('ENOEXEC', `its program file ${why}`, { cause });
    }
  }

  /** Loads every program, and tells of each that is ready. What fails is told by the command that needs it. */
  preload(ready: (program: string, module: WebAssembly.Module) => void): void {
    const seen = new Set<string>();
    for (const { name, url } of this.commands) {
      if (seen.has(url)) continue;
      seen.add(url);
      this.module(name).then(
        (module) => ready(url, module),
        () => {},
      );
    }
  }
}
