// The programs: the manifest, and each program's module, loaded and compiled once: coreutils behind the first prompt, the
// others when they are first used.
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

/** The program that nearly every command line needs: it is loaded before anybody asks for it. */
const first = 'coreutils';

/** The programs of a page for one engine. */
export class Programs {
  readonly commands: readonly CommandMessage[];
  readonly #urls: ReadonlyMap<string, string>;
  readonly #preloaded: string | undefined;
  readonly #modules = new Map<string, Promise<WebAssembly.Module>>();

  /** All names of /bin. */
  readonly names: ReadonlySet<string>;

  /**
   * @param base the address of `programs/`
   * @param others what is in /bin besides them: commands that are no program files
   */
  constructor(
    manifest: Manifest,
    engine: EngineName,
    base: string,
    others: readonly CommandMessage[] = [],
  ) {
    const variant = engine === 'jspi' ? 'plain' : 'asyncify';
    const urls = new Map(
      manifest.programs.map(({ name, files }) => {
        const { path, sha256 } = files[variant];
        // The hash makes a new program a new address: no cache mixes versions.
        return [name, new URL(`${path}?${sha256.slice(0, 16)}`, base).href];
      }),
    );
    this.#preloaded = urls.get(first);
    const programs = manifest.programs.flatMap((program) =>
      program.commands.map((name) => ({
        name,
        size: program.files[variant].size,
        url: urls.get(program.name) ?? '',
      })),
    );
    this.#urls = new Map(programs.map(({ name, url }) => [name, url]));
    this.commands = [...programs, ...others];
    this.names = new Set(this.commands.map(({ name }) => name));
  }

  /** The address of a command's program. */
  address(name: string): string | undefined {
    return this.#urls.get(name);
  }

  /** The module of a command. @throws SystemError ENOENT no such command; ENOEXEC its file is missing or broken */
  async module(name: string): Promise<WebAssembly.Module> {
    const url = this.#urls.get(name);
    if (url === undefined) throw new SystemError('ENOENT');
    return this.#load(url);
  }

  /** Loads the program that comes first, and tells when it is ready. If it fails, the command that needs it tells so. */
  preload(ready: (program: string, module: WebAssembly.Module) => void): void {
    const url = this.#preloaded;
    if (url === undefined) return;
    this.#load(url).then(
      (module) => ready(url, module),
      () => {},
    );
  }

  async #load(url: string): Promise<WebAssembly.Module> {
    const module = this.#modules.get(url) ?? compile(fetch(url));
    this.#modules.set(url, module);
    try {
      return await module;
    } catch (cause) {
      this.#modules.delete(url); // the next command tries again
      const why = cause instanceof WebAssembly.CompileError ? 'is broken' : 'could not be loaded';
      throw new SystemError('ENOEXEC', `its program file ${why}`, { cause });
    }
  }
}

/** The manifest, as it is published; without programs where it cannot be had. */
export async function loadManifest(base: string): Promise<Manifest> {
  try {
    const response = await fetch(new URL('manifest.json', base));
    if (response.ok) return (await response.json()) as Manifest;
  } catch (error) {
    // Offline, or not JSON: the session begins without programs and says so.
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
  return { programs: [] };
}
