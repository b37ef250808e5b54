// Paths as lists of names, and nothing that touches a file.
import { isSystemError, SystemError } from './error.ts';

/** A path from a root: names only, no `.`, no `..`, none empty. The root is the empty list. */
export type Path = readonly string[];

/** The longest path that is taken, in bytes (Linux's PATH_MAX). */
export const maximumPath = 4096;
/** The longest name that is taken, in bytes (NAME_MAX of ext4, NTFS and APFS, in their own units). */
export const maximumName = 255;

/** A path's text, split at its slashes. */
export interface PathText {
  readonly absolute: boolean;
  /** Names, `.` and `..`, in order; empty ones are left out. */
  readonly components: readonly string[];
  /** Whether it ends in `/`, `/.` or `/..`, or is `.` or `..`: it must name a directory. */
  readonly directory: boolean;
}

/**
 * Splits a path's text once; nothing after this looks at slashes.
 * @throws ENOENT the empty path (semantics: the empty path is never the cwd), ENAMETOOLONG, EINVAL a NUL
 */
export function splitPath(text: string): PathText {
  if (text === '') throw new SystemError('ENOENT');
  if (text.includes('\0')) throw new SystemError('EINVAL');
  if (text.length * 3 >= maximumPath && byteLength(text) >= maximumPath)
    throw new SystemError('ENAMETOOLONG');
  const components = text.split('/').filter((component) => component !== '');
  for (const component of components) {
    if (component.length * 3 > maximumName && byteLength(component) > maximumName) {
      throw new SystemError('ENAMETOOLONG');
    }
  }
  const last = components.at(-1);
  const directory = text.endsWith('/') || last === '.' || last === '..';
  return { absolute: text.startsWith('/'), components, directory };
}

/** Where `text` leads from `base` by names alone: `..` takes away a name and stops at the root. */
export function resolveLexically(base: Path, text: string): Path {
  const { absolute, components } = splitPath(text);
  const path = absolute ? [] : [...base];
  for (const component of components) {
    if (component === '..') path.pop();
    else if (component !== '.') path.push(component);
  }
  return path;
}

/** As `resolveLexically`; undefined where `text` is no path. */
export function resolveIfPath(base: Path, text: string): Path | undefined {
  try {
    return resolveLexically(base, text);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}

/** `/a/b` of `['a', 'b']`. */
export function formatPath(path: Path): string {
  return '/' + path.join('/');
}

/** Whether `path` is `prefix` or lies below it. */
export function startsWith(path: Path, prefix: Path): boolean {
  return path.length >= prefix.length && prefix.every((name, index) => name === path[index]);
}

/** Whether two paths are the same, name by name. */
export function equalPaths(a: Path, b: Path): boolean {
  return a.length === b.length && startsWith(a, b);
}

const encoder = new TextEncoder();

/** The length of `text` in UTF-8 bytes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
