// Assignments: to the shell's variables, or for the time of one command.
import type { Assignment } from 'unbash';
import type { Expansion } from '../expand/expansion.ts';
import { expandSubscript } from '../expand/subscript.ts';
import { expandAssigned } from '../expand/word.ts';
import { quoteTraced } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { Variable } from '../variable.ts';
import { AssignmentError, type Variables } from '../variables.ts';
import type { ArrayItem } from './array-value.ts';
import { assignArray, expandArrayValue, formatArray } from './array-value.ts';

/** An assignment after its expansions. */
export interface Assigned {
  readonly name: string;
  readonly subscript: string | undefined;
  readonly append: boolean;
  readonly value: string | readonly ArrayItem[];
}

/** Assigns for good, one after another. @param trace is told each, for `set -x` */
export function* assign(
  assignments: readonly Assignment[],
  expansion: Expansion,
  trace: ((text: string) => Steps<void>) | undefined,
): Steps<void> {
  for (const assignment of assignments) {
    const assigned = yield* expandAssignment(assignment, expansion);
    if (trace !== undefined) yield* trace(traced(assigned));
    apply(assigned, expansion.state);
  }
}

/** What an assignment gives to what. @throws ExpansionError, ArithmeticError */
export function* expandAssignment(
  { name, index, append = false, value }: Assignment,
  expansion: Expansion,
): Steps<Assigned> {
  const subscript =
    index === undefined ? undefined : yield* expandSubscript(name, index, expansion);
  if (value.type === 'ArrayValue')
    return { name, subscript, append, value: yield* expandArrayValue(value, expansion) };
  return { name, subscript, append, value: yield* expandAssigned(value, expansion) };
}

/** @throws AssignmentError, ArithmeticError */
export function apply({ name, subscript, append, value }: Assigned, state: State): void {
  const { variables } = state;
  if (typeof value !== 'string') {
    if (subscript !== undefined)
      throw new AssignmentError(`${name}[${subscript}]: cannot assign list to array member`);
    assignArray(name, value, append, state);
  } else if (subscript !== undefined) {
    if (subscript === '') throw new AssignmentError(`${name}[]: bad array subscript`);
    variables.setElement(name, subscript, value, append);
  } else if (append) {
    variables.append(name, value);
  } else {
    variables.set(name, value);
  }
}

/** The assignment as `declare` and `set -x` see it. */
export function formatAssigned({ name, subscript, append, value }: Assigned): string {
  const target = subscript === undefined ? name : `${name}[${subscript}]`;
  const text = typeof value === 'string' ? value : formatArray(value);
  return `${target}${append ? '+' : ''}=${text}`;
}

/** The assignment as `set -x` shows it. */
function traced(assigned: Assigned): string {
  const { value } = assigned;
  const shown = typeof value === 'string' && value !== '' ? quoteTraced(value) : value;
  return formatAssigned({ ...assigned, value: shown });
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
    this.#apply(name, value);
    this.#values.set(name, value);
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
    const outer = this.#variables.save(name);
    if (!this.#saved.has(name)) {
      this.#saved.set(name, outer);
      // A new one, whatever kind the shell's own is; what is readonly is refused by `set`.
      if (outer?.readonly === false) this.#variables.replace(name, new Variable());
    }
    this.#variables.set(name, value);
    this.#variables.export(name);
  }
}

/**
 * Assigns and exports for one command, one after another. `suspend` takes that back.
 * @param refused is told what cannot be assigned: the command runs all the same
 * @param trace is told each, for `set -x`
 */
export function* assignForCommand(
  assignments: readonly Assignment[],
  expansion: Expansion,
  refused: (message: string) => Steps<void>,
  trace: ((text: string) => Steps<void>) | undefined,
): Steps<TemporaryAssignments> {
  const { state } = expansion;
  const temporary = new TemporaryAssignments(state.variables);
  try {
    for (const assignment of assignments) {
      const assigned = yield* expandAssignment(assignment, expansion);
      if (trace !== undefined) yield* trace(traced(assigned));
      const { name, append, subscript, value } = assigned;
      if (typeof value !== 'string' || subscript !== undefined) continue;
      try {
        temporary.add(name, append ? (state.variables.get(name) ?? '') + value : value);
      } catch (error) {
        if (!(error instanceof AssignmentError)) throw error;
        yield* refused(error.message);
      }
    }
  } catch (error) {
    temporary.suspend();
    throw error;
  }
  return temporary;
}
