// Candidates for the first word of a command: builtins, functions and programs.
import type { Source } from './source.ts';

/** Completes commands out of `names()`, which is asked at each Tab. */
export function commandSource(names: () => Iterable<string>): Source {
  return ({ position, word }) => {
    if (position !== 'command' || word.value === '' || word.value.includes('/')) return undefined;
    const unique = new Set([...names()].filter((name) => name.startsWith(word.value)));
    const candidates = Array.from(unique, (name) => ({ name, suffix: ' ' as const }));
    return { start: word.start, candidates };
  };
}
