// The value of arithmetic: 64-bit integers that wrap, variables by name, assignments.
import type { State } from '../../state.ts';
import { UnboundError } from '../expansion.ts';
import type { Expression, Reference } from './expression.ts';
import { ArithmeticError } from './expression.ts';
import { wrap } from './number.ts';
import { parseArithmetic } from './parser.ts';

/** As often as the value of one variable may be another's name: `a=b b=a` would never end. */
const maximumDepth = 1024;

/** The value of an expression's text, after its expansions. @throws ArithmeticError, AssignmentError */
export function evaluate(text: string, state: State): bigint {
  return evaluateText(text, state, 0);
}

function evaluateText(text: string, state: State, depth: number): bigint {
  if (/^(?:0|[1-9][0-9]{0,17})$/.test(text)) return BigInt(text);
  if (depth > maximumDepth)
    throw ArithmeticError.at(text, 'expression recursion level exceeded', text);
  let expression = state.parsedArithmetic.get(text);
  if (expression === undefined) {
    expression = parseArithmetic(text);
    state.parsedArithmetic.set(text, expression);
  }
  return new Evaluation(text, state, depth).value(expression);
}

/** One text while it is evaluated. */
class Evaluation {
  readonly #text: string;
  readonly #state: State;
  readonly #depth: number;

  constructor(text: string, state: State, depth: number) {
    this.#text = text;
    this.#state = state;
    this.#depth = depth;
  }

  value(expression: Expression): bigint {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'variable':
        return this.#read(expression);
      case 'unary':
        return unary(expression.operator, this.value(expression.operand));
      case 'binary':
        return this.#binary(expression);
      case 'condition':
        return this.value(expression.test) === 0n
          ? this.value(expression.no)
          : this.value(expression.yes);
      case 'assignment': {
        const { operator, target, value } = expression;
        const before = operator === '' ? 0n : this.#read(target);
        const right = this.value(value);
        const result =
          operator === '' ? right : this.#apply(operator, before, right, expression.at);
        this.#write(target, result);
        return result;
      }
      case 'step': {
        const before = this.#read(expression.target);
        const after = wrap(before + expression.by);
        this.#write(expression.target, after);
        return expression.prefix ? after : before;
      }
    }
  }

  #binary({ operator, left, right, at }: Extract<Expression, { kind: 'binary' }>): bigint {
    const first = this.value(left);
    if (operator === '&&') return truth(first !== 0n && this.value(right) !== 0n);
    if (operator === '||') return truth(first !== 0n || this.value(right) !== 0n);
    return this.#apply(operator, first, this.value(right), at);
  }

  #apply(operator: string, a: bigint, b: bigint, at: number): bigint {
    switch (operator) {
      case '+':
        return wrap(a + b);
      case '-':
        return wrap(a - b);
      case '*':
        return wrap(a * b);
      case '/':
      case '%':
        if (b === 0n) throw ArithmeticError.at(this.#text, 'division by 0', this.#text.slice(at));
        return wrap(operator === '/' ? a / b : a % b);
      case '**':
        if (b < 0n)
          throw ArithmeticError.at(
            this.#text,
            'exponent less than 0',
            this.#text.slice(at).replace(/^-/, ''),
          );
        return power(a, b);
      case '<<':
        return wrap(a << BigInt.asUintN(6, b));
      case '>>':
        return a >> BigInt.asUintN(6, b);
      case '&':
        return a & b;
      case '|':
        return a | b;
      case '^':
        return a ^ b;
      case '==':
        return truth(a === b);
      case '!=':
        return truth(a !== b);
      case '<':
        return truth(a < b);
      case '>':
        return truth(a > b);
      case '<=':
        return truth(a <= b);
      case '>=':
        return truth(a >= b);
      default:
        return b;
    }
  }

  #read({ name, subscript }: Reference): bigint {
    const { variables, options } = this.#state;
    const text =
      subscript === undefined
        ? variables.get(name)
        : variables.element(name, this.#subscript(name, subscript));
    if (text === undefined && options.has('nounset'))
      throw new UnboundError(subscript === undefined ? name : `${name}[${subscript}]`);
    return text === undefined || text === ''
      ? 0n
      : evaluateText(text, this.#state, this.#depth + 1);
  }

  #write({ name, subscript }: Reference, value: bigint): void {
    const { variables } = this.#state;
    if (subscript === undefined) variables.set(name, String(value));
    else variables.setElement(name, this.#subscript(name, subscript), String(value));
  }

  /** A key as it stands, or a number. */
  #subscript(name: string, subscript: string): string {
    if (this.#state.variables.find(name)?.value instanceof Map)
      return subscript.replace(/^(["'])([^]*)\1$/, '$2');
    if (subscript.trim() === '')
      throw ArithmeticError.at(this.#text, 'bad array subscript', this.#text);
    return String(evaluateText(subscript, this.#state, this.#depth + 1));
  }
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

function unary(operator: string, value: bigint): bigint {
  switch (operator) {
    case '!':
      return truth(value === 0n);
    case '~':
      return ~value;
    case '-':
      return wrap(-value);
    default:
      return value;
  }
}

/** By squaring: an exponent of billions takes no longer than one of ten. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = wrap(result * square);
    square = wrap(square * square);
  }
  return result;
}
