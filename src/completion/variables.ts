// Candidates for `$NAME` and `${NAME`.
import type { Lookup } from './context.ts';
import type { Source } from './source.ts';

/** Completes variables out of `names()`; one that holds a path goes on with a `/`. */
export function variableSource(names: () => Iterable<string>, lookup: Lookup): Source {
  return ({ variable, quoting }) => {
    if (variable === undefined) return undefined;
    const suffixOf = (name: string) => {
      if (variable.braced) return '}';
      if (lookup(name)?.startsWith('/') === true) return '/';
      return quoting === 'none' ? ' ' : '';
    };
    const candidates = [...names()]
      .filter((name) => name.startsWith(variable.name))
      .map((name) => ({ name, suffix: suffixOf(name) }) as const);
    return { start: variable.start, candidates, verbatim: true };
  };
}
