// Arithmetic text to tree, by precedence as in C.
import type { Expression, Reference } from './expression.ts';
import { ArithmeticError } from './expression.ts';
import type { Token } from './tokens.ts';
import { Tokens } from './tokens.ts';

/** The binary operators: how strongly each binds. `**` binds to the right, and is read apart. */
const strengths: ReadonlyMap<string, number> = new Map(
  [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<=', '>=', '<', '>'],
    ['<<', '>>'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, strength) => operators.map((operator) => [operator, strength] as const)),
);

const assignments: ReadonlySet<string> = new Set([
  '=',
  '*=',
  '/=',
  '%=',
  '+=',
  '-=',
  '<<=',
  '>>=',
  '&=',
  '^=',
  '|=',
]);

/** As deep as parentheses and operators may be in each other: a limit of the stack. */
const maximumDepth = 256;

/** Reads an expression; empty text is 0. @throws ArithmeticError */
export function parseArithmetic(text: string): Expression {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: Tokens;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = new Tokens(text);
  }

  parse(): Expression {
    if (this.#tokens.isAtEnd) return { kind: 'number', value: 0n, at: 0 };
    const expression = this.#comma();
    if (!this.#tokens.isAtEnd)
      throw this.#error('syntax error in expression', this.#tokens.token.at);
    return expression;
  }

  #error(problem: string, at: number): ArithmeticError {
    return ArithmeticError.at(this.#text, problem, this.#text.slice(at));
  }

  #is(...operators: readonly string[]): string | undefined {
    const { token } = this.#tokens;
    if (token.kind !== 'operator') return undefined;
    return operators.includes(token.operator) ? token.operator : undefined;
  }

  #comma(): Expression {
    let left = this.#assignment();
    while (this.#is(',')) {
      const { at } = this.#tokens.next();
      left = { kind: 'binary', operator: ',', left, right: this.#assignment(), at };
    }
    return left;
  }

  #assignment(): Expression {
    this.#depth += 1;
    if (this.#depth > maximumDepth)
      throw this.#error('expression recursion level exceeded', this.#tokens.token.at);
    const target = this.#condition();
    const { token } = this.#tokens;
    if (token.kind !== 'operator' || !assignments.has(token.operator)) {
      this.#depth -= 1;
      return target;
    }
    if (target.kind !== 'variable')
      throw this.#error('attempted assignment to non-variable', token.at);
    const operator = token.operator.slice(0, -1);
    const { at } = this.#tokens.next();
    const value = this.#assignment();
    this.#depth -= 1;
    return { kind: 'assignment', operator, target, value, at };
  }

  #condition(): Expression {
    const test = this.#binary(0);
    if (!this.#is('?')) return test;
    const { at, kind } = this.#tokens.next();
    if (kind === 'end' || this.#is(':')) throw this.#error('expression expected', this.#quoted());
    const yes = this.#comma();
    if (!this.#is(':'))
      throw this.#error("`:' expected for conditional expression", this.#quoted());
    const after = this.#tokens.next();
    if (after.kind === 'end') throw this.#error('expression expected', this.#quoted());
    return { kind: 'condition', test, yes, no: this.#condition(), at };
  }

  /** Where what a message quotes begins: at the end, the token before it. */
  #quoted(): number {
    const { token, previous } = this.#tokens;
    return token.kind === 'end' ? (previous?.at ?? token.at) : token.at;
  }

  /** Operators that bind at least so strongly. */
  #binary(weakest: number): Expression {
    let left = this.#power();
    for (;;) {
      const { token } = this.#tokens;
      if (token.kind !== 'operator') return left;
      const strength = strengths.get(token.operator);
      if (strength === undefined || strength < weakest) return left;
      const { at } = this.#tokens.next();
      const right = this.#binary(strength + 1);
      left = { kind: 'binary', operator: token.operator, left, right, at };
    }
  }

  #power(): Expression {
    const left = this.#unary();
    if (!this.#is('**')) return left;
    const { at } = this.#tokens.next();
    return { kind: 'binary', operator: '**', left, right: this.#power(), at };
  }

  #unary(): Expression {
    const { token } = this.#tokens;
    const operator = this.#is('!', '~', '-', '+');
    if (operator !== undefined) {
      this.#depth += 1;
      if (this.#depth > maximumDepth)
        throw this.#error('expression recursion level exceeded', token.at);
      this.#tokens.next();
      const operand = this.#unary();
      this.#depth -= 1;
      return { kind: 'unary', operator, operand, at: token.at };
    }
    const step = this.#is('++', '--');
    if (step === undefined) return this.#postfix();
    const target = this.#tokens.next();
    if (target.kind !== 'name') throw this.#error('syntax error: operand expected', this.#quoted());
    this.#tokens.next();
    return {
      kind: 'step',
      by: step === '++' ? 1n : -1n,
      prefix: true,
      target: referenceTo(target),
      at: token.at,
    };
  }

  #postfix(): Expression {
    const { token } = this.#tokens;
    if (token.kind === 'number') {
      this.#tokens.next();
      return { kind: 'number', value: token.value, at: token.at };
    }
    if (token.kind === 'name') {
      const target = referenceTo(token);
      this.#tokens.next();
      const step = this.#is('++', '--');
      if (step === undefined) return target;
      this.#tokens.next();
      return { kind: 'step', by: step === '++' ? 1n : -1n, prefix: false, target, at: token.at };
    }
    if (token.kind === 'operator' && token.operator === '(') {
      this.#tokens.next();
      const inner = this.#comma();
      if (!this.#is(')')) throw this.#error("missing `)'", this.#quoted());
      this.#tokens.next();
      // Only a variable by itself can be assigned to.
      return inner.kind === 'variable'
        ? { kind: 'unary', operator: '+', operand: inner, at: token.at }
        : inner;
    }
    throw this.#error('syntax error: operand expected', this.#quoted());
  }
}

function referenceTo(token: Extract<Token, { kind: 'name' }>): Reference {
  return { kind: 'variable', name: token.name, subscript: token.subscript, at: token.at };
}
