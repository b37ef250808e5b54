// Arithmetic as a tree.

/** Whether and where an expression stands in its text, for messages. */
export interface Place {
  /** Where the part of the text begins that a message quotes. */
  readonly at: number;
}

/** What can be assigned to: a variable, or an element of an array. */
export interface Reference extends Place {
  readonly kind: 'variable';
  readonly name: string;
  /** The text between the brackets. */
  readonly subscript: string | undefined;
}

/** An expression. */
export type Expression =
  | (Place & { readonly kind: 'number'; readonly value: bigint })
  | Reference
  | (Place & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Place & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Place & {
      readonly kind: 'condition';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    })
  /** `=` and `+=`: `operator` is what is done before, empty for a plain assignment. */
  | (Place & {
      readonly kind: 'assignment';
      readonly operator: string;
      readonly target: Reference;
      readonly value: Expression;
    })
  | (Place & {
      readonly kind: 'step';
      readonly by: bigint;
      readonly prefix: boolean;
      readonly target: Reference;
    });

/** Arithmetic that is none, or has no result. The message is a sentence without the shell's name. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';

  /** @param rest what the message quotes as the token at which it went wrong */
  static at(text: string, problem: string, rest: string): ArithmeticError {
    return new ArithmeticError(`${text.trimStart()}: ${problem} (error token is "${rest}")`);
  }
}
