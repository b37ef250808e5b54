// `true` succeeds.
import type { Builtin } from './builtin.ts';

export const success: Builtin = {
  name: 'true',
  synopsis: 'true',
  help: 'Succeed: the status is 0.',
  run: () => 0,
};
