// `builtin` alone does nothing; `builtin NAME …` is the executor's work.
import type { Builtin } from './builtin.ts';

export const builtinOnly: Builtin = {
  name: 'builtin',
  synopsis: 'builtin [shell-builtin [arg ...]]',
  help: 'Run a builtin, even if a function has its name.',
  run: () => 0,
};
