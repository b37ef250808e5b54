// `test` and `[` compare texts and numbers and ask about files.
import type { Steps } from '../steps.ts';
import { printable } from '../quote.ts';
import type { Builtin, Call } from './builtin.ts';
import { compare, isBinary, isUnary, TestError, testUnary } from './conditions.ts';

const help = `Decide an expression: the status is 0 if it is true, 1 if not.

  -e -f -d FILE   is there; is a file; is a directory
  -s FILE         is not empty
  -r -w -x FILE   can be read; written; run
  -h -L -p -b -c -S FILE   is a link; a pipe; a device; a socket
  -t N            descriptor N is a terminal
  A -nt B, A -ot B, A -ef B   newer; older; the same file
  -n TEXT, -z TEXT, TEXT      not empty; empty; not empty
  A = B, A == B, A != B, A < B, A > B   as texts
  A -eq B  -ne -lt -le -gt -ge          as numbers
  -v NAME         the variable is set
  ! X, X -a Y, X -o Y, ( X )`;

export const test: Builtin = {
  name: 'test',
  synopsis: 'test [expression]',
  help,
  run: (call) => run(call, call.args),
};

export const bracket: Builtin = {
  name: '[',
  synopsis: '[ arg... ]',
  help: help.replace('expression', 'expression that ] ends'),
  run: (call) => runBracket(call),
};

function* runBracket(call: Call): Steps<number> {
  if (call.args.at(-1) === ']') return yield* run(call, call.args.slice(0, -1));
  yield* call.complain("[: missing `]'");
  return 2;
}

function* run(call: Call, args: readonly string[]): Steps<number> {
  try {
    return (yield* decide(args, call)) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    yield* call.complain(`${call.name}: ${error.message}`);
    return 2;
  }
}

/** POSIX: up to four arguments are told apart by their number, more by a grammar. */
function* decide(args: readonly string[], call: Call): Steps<boolean> {
  const [a = '', b = '', c = ''] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (isUnary(a)) return yield* testUnary(a, b, call);
      throw new TestError(`${printable(a)}: unary operator expected`);
    case 3:
      if (isBinary(b)) return yield* compare(a, b, c, call);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !(yield* decide([b, c], call));
      if (a === '(' && c === ')') return b !== '';
      throw new TestError(`${printable(b)}: binary operator expected`);
    case 4:
      if (a === '!') return !(yield* decide(args.slice(1), call));
      if (a === '(' && args[3] === ')') return yield* decide([b, c], call);
      break;
  }
  const expression = new Expression(args, call);
  return yield* expression.decide();
}

/** or := and ('-o' and)*; and := term ('-a' term)* */
class Expression {
  readonly #args: readonly string[];
  readonly #call: Call;
  #next = 0;

  constructor(args: readonly string[], call: Call) {
    this.#args = args;
    this.#call = call;
  }

  *decide(): Steps<boolean> {
    const value = yield* this.#or();
    if (this.#next < this.#args.length) throw new TestError('too many arguments');
    return value;
  }

  *#or(): Steps<boolean> {
    let value = yield* this.#and();
    while (this.#accept('-o')) value = (yield* this.#and()) || value;
    return value;
  }

  *#and(): Steps<boolean> {
    let value = yield* this.#term();
    while (this.#accept('-a')) value = (yield* this.#term()) && value;
    return value;
  }

  *#term(): Steps<boolean> {
    const [first, second, third] = this.#args.slice(this.#next);
    if (first === undefined) throw new TestError('argument expected');
    this.#next += 1;
    if (first === '!') return !(yield* this.#term());
    if (second !== undefined && third !== undefined && isBinary(second)) {
      this.#next += 2;
      return yield* compare(first, second, third, this.#call);
    }
    if (first === '(') {
      const value = yield* this.#or();
      if (this.#accept(')')) return value;
      throw new TestError("`)' expected");
    }
    if (isUnary(first) && second !== undefined) {
      this.#next += 1;
      return yield* testUnary(first, second, this.#call);
    }
    return first !== '';
  }

  #accept(word: string): boolean {
    if (this.#args[this.#next] !== word) return false;
    this.#next += 1;
    return true;
  }
}
