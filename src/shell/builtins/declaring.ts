// What `declare`, `local`, `export` and `readonly` have in common: names with attributes and values.
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import { ArithmeticError } from '../expand/arithmetic/expression.ts';
import { assignArray } from '../execute/array-value.ts';
import type { ArrayItem } from '../execute/array-value.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Attributes } from '../variable.ts';
import { isName, splitSubscript } from '../variable-name.ts';
import { AssignmentError } from '../variables.ts';
import type { Call } from './builtin.ts';

/** What is declared of each name. */
export interface Declaring {
  readonly attributes: Partial<Attributes>;
  readonly array?: 'indexed' | 'associative' | undefined;
  /** Whether it is a function's own, or the outermost one. */
  readonly scope: 'local' | 'global' | 'any';
  /** `local -I`: it begins as the outer one. */
  readonly inherits?: boolean;
}

/** Declares each operand, `name` or `name=value`. @param first the place of the first operand among the arguments */
export function* declareAll(
  operands: readonly string[],
  first: number,
  declaring: Declaring,
  call: Call,
): Steps<number> {
  let status = 0;
  for (const [index, operand] of operands.entries()) {
    if (operand === '-' && call.name === 'local') {
      call.state.optionsBefore ??= call.state.options.fork();
      continue;
    }
    const problem = declareOne(operand, call.arrays.get(first + index), declaring, call);
    if (problem === undefined) continue;
    const named =
      problem.endsWith(': readonly variable') &&
      (call.name === 'export' || call.name === 'readonly');
    yield* call.complain(named ? problem : `${call.name}: ${problem}`);
    status = 1;
  }
  return status;
}

/** @returns what is wrong */
function declareOne(
  operand: string,
  items: readonly ArrayItem[] | undefined,
  declaring: Declaring,
  { name, state }: Call,
): string | undefined {
  const [, target = operand, append = '', value] =
    /^([A-Za-z_]\w*(?:\[[^]*?\])?)(\+?)=([^]*)$/.exec(operand) ?? [];
  const [base, subscript] = splitSubscript(target);
  if (!isName(base)) return `\`${printable(operand)}': not a valid identifier`;
  const { variables } = state;
  const declare = (): void => {
    const variable = declaring.attributes.reference === undefined ? variables.resolve(base) : base;
    const { readonly, reference, ...others } = declaring.attributes;
    const { array = subscript !== undefined && value === undefined ? 'indexed' : undefined } =
      declaring;
    const existing = variables.own(variable);
    if (existing?.readonly === true && (value !== undefined || readonly === false))
      throw new AssignmentError(`${variable}: readonly variable`);
    if (reference === true && existing?.isArray === true)
      throw new AssignmentError(`${variable}: reference variable cannot be an array`);
    // What is declared is the reference itself, whatever it was before.
    if (reference !== undefined && existing !== undefined) existing.reference = false;
    variables.declare(variable, others);
    if (array !== undefined) variables.makeArray(variable, array);
    if (items !== undefined) assignArray(variable, items, append === '+', state);
    else if (value !== undefined) assignText(variable, subscript, append === '+', value, state);
    if (reference === true) {
      const wanted = variables.own(variable)?.text;
      if (wanted === variable)
        throw new AssignmentError(`${variable}: nameref variable self references not allowed`);
      if (wanted !== undefined && !isName(splitSubscript(wanted)[0]))
        throw new AssignmentError(
          `\`${printable(wanted)}': invalid variable name for name reference`,
        );
      variables.declare(variable, { reference });
    }
    if (readonly !== undefined) variables.declare(variable, { readonly });
  };
  try {
    if (declaring.scope === 'local') variables.makeLocal(base, declaring.inherits);
    if (declaring.scope === 'global') variables.globally(base, declare);
    else declare();
    return undefined;
  } catch (error) {
    if (error instanceof AssignmentError) return error.message;
    // Arithmetic that is none ends the line, whoever does it.
    if (error instanceof ArithmeticError) throw new ArithmeticError(`${name}: ${error.message}`);
    throw error;
  }
}

function assignText(
  name: string,
  subscript: string | undefined,
  append: boolean,
  value: string,
  state: Call['state'],
): void {
  const { variables } = state;
  if (subscript !== undefined) {
    const isKey = variables.find(name)?.value instanceof Map;
    const key = isKey ? subscript : String(evaluate(subscript, state));
    variables.setElement(name, key, value, append);
  } else if (append) variables.append(name, value);
  else variables.set(name, value);
}

/** A function as `declare -f` prints it. */
export function functionText(name: string, text: string): string {
  return `${name} () \n${text}\n`;
}
