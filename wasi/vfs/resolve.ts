// From a path's text to a path: `.`, `..` and symbolic links, component by component as POSIX has it.
import { SystemError } from './error.ts';
import type { FileSystem } from './filesystem.ts';
import { isPromise, type MaybePromise } from './maybe-promise.ts';
import { splitPath, type Path } from './path.ts';

/** The most symbolic links that one path follows (Linux). */
export const maximumLinks = 40;

export interface Resolved {
  readonly path: Path;
  /** Whether the text says that it names a directory (`x/`, `x/.`). */
  readonly directory: boolean;
  /** The last component, if it is no name. */
  readonly dot: '.' | '..' | undefined;
}

export interface ResolveOptions {
  /** Whether a symbolic link as the last component is followed. */
  readonly follow: boolean;
  /** Whether the entry is made, removed or renamed: a slash behind a link does not lead to what it stands for then. */
  readonly entry?: boolean;
  /** How many names of the base are never left. */
  readonly floor: number;
  /** Whether `..` at the floor stays there; otherwise it is EPERM. */
  readonly clamp: boolean;
}

/**
 * Where `text` leads from the directory `base`. Absolute text begins at the root of the tree.
 * @throws ENOENT, ENOTDIR (`file/..`, `file/.`), ELOOP, EPERM above the floor, ENAMETOOLONG, EINVAL
 */
export function resolve(
  fs: FileSystem & { readonly links: boolean },
  base: Path,
  text: string,
  options: ResolveOptions,
): MaybePromise<Resolved> {
  const { absolute, components, directory } = splitPath(text);
  if (absolute && !options.clamp) throw new SystemError('EPERM');
  const start = absolute ? base.slice(0, options.floor) : base;
  const steps = new Steps(fs, start, components, directory, options);
  return steps.run();
}

class Steps {
  readonly #fs: FileSystem & { readonly links: boolean };
  readonly #options: ResolveOptions;
  readonly #dot: Resolved['dot'];
  readonly #path: string[];
  /** What is still to be walked, the next one last. */
  readonly #pending: string[];
  #directory: boolean;
  #links = 0;
  /** How many names at the front are known to be directories. */
  #known: number;

  constructor(
    fs: FileSystem & { readonly links: boolean },
    start: Path,
    components: readonly string[],
    directory: boolean,
    options: ResolveOptions,
  ) {
    this.#fs = fs;
    this.#options = options;
    this.#path = [...start];
    this.#known = start.length;
    const last = components.at(-1);
    this.#dot = last === '.' || last === '..' ? last : undefined;
    this.#pending = components.toReversed();
    this.#directory = directory;
  }

  /** Goes on until a step must wait, then on from there. */
  run(): MaybePromise<Resolved> {
    for (;;) {
      const component = this.#pending.pop();
      if (component === undefined)
        return { path: this.#path, directory: this.#directory, dot: this.#dot };
      const step = this.#step(component);
      if (isPromise(step)) return step.then(() => this.run());
    }
  }

  #step(component: string): MaybePromise<void> {
    if (component === '.') return this.#enter(() => {});
    if (component === '..') return this.#enter(() => this.#pop());
    this.#path.push(component);
    if (!this.#fs.links) return;
    const last = this.#pending.length === 0;
    if (last && (this.#directory ? this.#options.entry : !this.#options.follow)) return;
    return this.#followLink();
  }

  /** `x/.` and `x/..` need x to be a directory; what the base is made of has been one. */
  #enter(then: () => void): MaybePromise<void> {
    if (this.#path.length <= this.#known) return then();
    const stat = this.#fs.stat(this.#path);
    const check = ({ type }: { type: string }): void => {
      if (type !== 'directory') throw new SystemError('ENOTDIR');
      this.#known = this.#path.length;
      then();
    };
    return isPromise(stat) ? stat.then(check) : check(stat);
  }

  #pop(): void {
    if (this.#path.length > this.#options.floor) this.#path.pop();
    else if (!this.#options.clamp) throw new SystemError('EPERM');
    this.#known = Math.min(this.#known, this.#path.length);
  }

  async #followLink(): Promise<void> {
    let target: string;
    try {
      const { type } = await this.#fs.stat(this.#path);
      if (type !== 'symlink') return;
      target = await this.#fs.readlink(this.#path);
    } catch (error) {
      // The last component may be about to be created; the others are found missing by whoever uses the path.
      if (error instanceof SystemError && error.code === 'ENOENT') return;
      throw error;
    }
    if (++this.#links > maximumLinks) throw new SystemError('ELOOP');
    const { absolute, components, directory } = splitPath(target);
    if (absolute && !this.#options.clamp) throw new SystemError('EPERM');
    if (absolute) this.#path.length = this.#options.floor;
    else this.#path.pop();
    this.#known = Math.min(this.#known, this.#path.length);
    if (directory && this.#pending.length === 0) this.#directory = true;
    this.#pending.push(...components.toReversed());
  }
}
