// `:` does nothing.
import type { Builtin } from './builtin.ts';

export const colon: Builtin = {
  name: ':',
  synopsis: ':',
  help: 'Do nothing, successfully.\n\nThe arguments are expanded, and redirections are made.',
  run: () => 0,
};
