// Candidates for the first word of a command: builtins, functions and programs.
import { andThen, type MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import type { Source } from './source.ts';

/** Completes commands out of `names`, which is asked at each Tab for those that begin with what was typed. */
export function commandSource(names: (prefix: string) => MaybePromise<Iterable<string>>): Source {
  return ({ position, word }) => {
    if (position !== 'command' || word.value === '' || word.value.includes('/')) return undefined;
    return andThen(names(word.value), (all) => {
      const unique = new Set([...all].filter((name) => name.startsWith(word.value)));
      const candidates = Array.from(unique, (name) => ({ name, suffix: ' ' as const }));
      return { start: word.start, candidates };
    });
  };
}
