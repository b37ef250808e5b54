// `false` fails.
import type { Builtin } from './builtin.ts';

export const failure: Builtin = {
  name: 'false',
  synopsis: 'false',
  help: 'Fail: the status is 1.',
  run: () => 1,
};
