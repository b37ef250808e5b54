// Variables as programs have them: `NAME=value` each.
import type { SpawnOptions } from './world.ts';
import { formatPath } from '../../wasi/vfs/path.ts';

/** What a program gets. PWD is where the process is, whatever its variable says. */
export function environmentOf({ env, cwd }: Pick<SpawnOptions, 'env' | 'cwd'>): string[] {
  const variables = new Map(env);
  variables.set('PWD', formatPath(cwd));
  return [...variables].map(([name, value]) => `${name}=${value}`);
}

/** The variables that a program gives to another. */
export function readEnvironment(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=');
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
