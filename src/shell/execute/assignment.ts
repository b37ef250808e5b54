// Assignments: to the shell's variables, or for the time of one command.
import type { Assignment } from 'unbash';
import type { Expansion } from '../expand/expansion.ts';
import { expandAssigned } from '../expand/word.ts';
import type { Steps } from '../steps.ts';
import type { Variable, Variables } from '../variables.ts';

/** Assigns for good. */
export function* assign(assignments: readonly Assignment[], expansion: Expansion): Steps<void> {
  for (const assignment of assignments) {
    const { variables } = expansion.state;
    variables.set(assignment.name, yield* assignedValue(assignment, expansion));
  }
}

/** The assignments before a command's name: in place of the shell's variables but while they are suspended. */
export class TemporaryAssignments {
  readonly #variables: Variables;
  readonly #values = new Map<string, string>();
  /** The shell's own variables, while the command's are in their place. */
  readonly #saved = new Map<string, Variable | undefined>();

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  add(name: string, value: string): void {
    this.#values.set(name, value);
    this.#apply(name, value);
  }

  /** Puts the shell's own variables back. */
  suspend(): void {
    for (const [name, variable] of this.#saved) this.#variables.restore(name, variable);
    this.#saved.clear();
  }

  /** Puts the command's in their place again. */
  resume(): void {
    for (const [name, value] of this.#values) this.#apply(name, value);
  }

  #apply(name: string, value: string): void {
    if (!this.#saved.has(name)) this.#saved.set(name, this.#variables.save(name));
    this.#variables.set(name, value);
    this.#variables.export(name);
  }
}

/** Assigns and exports for one command, one after another. `suspend` takes that back. */
export function* assignForCommand(
  assignments: readonly Assignment[],
  expansion: Expansion,
): Steps<TemporaryAssignments> {
  const temporary = new TemporaryAssignments(expansion.state.variables);
  try {
    for (const assignment of assignments) {
      temporary.add(assignment.name, yield* assignedValue(assignment, expansion));
    }
  } catch (error) {
    temporary.suspend();
    throw error;
  }
  return temporary;
}

/** The value that an assignment gives, `+=` included. */
export function* assignedValue(assignment: Assignment, expansion: Expansion): Steps<string> {
  const { name, value, append } = assignment;
  if (value.type === 'ArrayValue') throw new TypeError('not executed yet: arrays');
  const text = yield* expandAssigned(value, expansion);
  return append === true ? (expansion.state.variables.get(name) ?? '') + text : text;
}
