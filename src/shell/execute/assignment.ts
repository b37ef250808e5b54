// Assignments: to the shell's variables, or for the time of one command.
import type { Assignment } from 'unbash';
import type { Expansion } from '../expand/expansion.ts';
import { expandAssigned } from '../expand/word.ts';
import type { Steps } from '../steps.ts';
import type { Variable } from '../variables.ts';

/** Assigns for good. */
export function* assign(assignments: readonly Assignment[], expansion: Expansion): Steps<void> {
  for (const assignment of assignments) {
    const { variables } = expansion.state;
    variables.set(assignment.name, yield* assignedValue(assignment, expansion));
  }
}

/** Assigns and exports for one command. @returns what takes that back */
export function* assignForCommand(
  assignments: readonly Assignment[],
  expansion: Expansion,
): Steps<() => void> {
  const { variables } = expansion.state;
  const saved = new Map<string, Variable | undefined>();
  const restore = (): void => {
    for (const [name, variable] of saved) variables.restore(name, variable);
  };
  try {
    for (const assignment of assignments) {
      const { name } = assignment;
      const value = yield* assignedValue(assignment, expansion);
      if (!saved.has(name)) saved.set(name, variables.save(name));
      variables.set(name, value);
      variables.export(name);
    }
  } catch (error) {
    restore();
    throw error;
  }
  return restore;
}

/** The value that an assignment gives, `+=` included. */
export function* assignedValue(assignment: Assignment, expansion: Expansion): Steps<string> {
  const { name, value, append } = assignment;
  if (value.type === 'ArrayValue') throw new TypeError('not executed yet: arrays');
  const text = yield* expandAssigned(value, expansion);
  return append === true ? (expansion.state.variables.get(name) ?? '') + text : text;
}
