// The operators of `test`.
import type { Stat } from '../../../wasi/vfs/filesystem.ts';
import { resolveLexically } from '../../../wasi/vfs/path.ts';
import { compareCodePoints } from '../expand/glob.ts';
import { elementTarget, namedTarget } from '../expand/parameter/target.ts';
import { evaluate } from '../expand/arithmetic/evaluate.ts';
import { statText } from '../files.ts';
import { findPath } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { splitSubscript } from '../variable-name.ts';
import type { Call } from './builtin.ts';

/** What a test may ask. */
export type TestContext = Pick<Call, 'state' | 'fs' | 'programs' | 'isTerminal'>;

/** An expression that is none; the message says why. */
export class TestError extends Error {
  override readonly name = 'TestError';
}

const unaryLetters = 'abcdefghknoprstuvwxzGLNOSR';

/** Whether `-X TEXT` is a test. */
export function isUnary(operator: string): boolean {
  return (
    operator.length === 2 && operator.startsWith('-') && unaryLetters.includes(operator.charAt(1))
  );
}

/** What the comparisons of numbers ask of a difference. */
const numeric: Readonly<Record<string, (difference: bigint) => boolean>> = {
  '-eq': (difference) => difference === 0n,
  '-ne': (difference) => difference !== 0n,
  '-lt': (difference) => difference < 0n,
  '-le': (difference) => difference <= 0n,
  '-gt': (difference) => difference > 0n,
  '-ge': (difference) => difference >= 0n,
};

/** What a comparison of numbers asks of their difference; undefined where it is none. */
export function isTrueOf(operator: string): ((difference: bigint) => boolean) | undefined {
  return Object.hasOwn(numeric, operator) ? numeric[operator] : undefined;
}

const other: ReadonlySet<string> = new Set(['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef']);

/** Whether `A X B` is a comparison. */
export function isBinary(operator: string): boolean {
  return other.has(operator) || Object.hasOwn(numeric, operator);
}

/** @throws TestError a number that is none */
export function* compare(
  left: string,
  operator: string,
  right: string,
  call: TestContext,
): Steps<boolean> {
  const order = isTrueOf(operator);
  if (order !== undefined) return order(readInteger(left) - readInteger(right));
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compareCodePoints(left, right) < 0;
    case '>':
      return compareCodePoints(left, right) > 0;
    default:
      return yield* compareFiles(left, operator, right, call);
  }
}

function* compareFiles(
  left: string,
  operator: string,
  right: string,
  call: TestContext,
): Steps<boolean> {
  const a = yield* statText(call.fs, call.state.cwd, left);
  const b = yield* statText(call.fs, call.state.cwd, right);
  switch (operator) {
    case '-nt':
      return a !== undefined && (b === undefined || a.modified > b.modified);
    case '-ot':
      return b !== undefined && (a === undefined || a.modified < b.modified);
    default:
      return a !== undefined && b !== undefined && a.device === b.device && a.inode === b.inode;
  }
}

function readInteger(text: string): bigint {
  const trimmed = text.trim();
  const value = /^[-+]?\d+$/.test(trimmed) ? BigInt(trimmed.replace(/^\+/, '')) : undefined;
  if (value === undefined || BigInt.asIntN(64, value) !== value)
    throw new TestError(`${printable(text)}: integer expression expected`);
  return value;
}

/** @throws TestError */
export function* testUnary(operator: string, operand: string, call: TestContext): Steps<boolean> {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-t':
      return call.isTerminal(Number(readInteger(operand)));
    case '-v':
      return isSet(operand, call.state);
    case '-o':
      return call.state.options.has(operand);
    case '-R':
      return call.state.variables.own(operand)?.reference === true;
    case '-h':
    case '-L':
      return (yield* statText(call.fs, call.state.cwd, operand, 'keep'))?.type === 'symlink';
    default: {
      const stat = yield* statText(call.fs, call.state.cwd, operand);
      if (stat === undefined) return false;
      return operator === '-x'
        ? yield* isExecutable(stat, operand, call)
        : testFile(operator, stat, operand, call);
    }
  }
}

/** What a file that is there is asked. Browsers know no owners and no permissions but reading and writing. */
function testFile(
  operator: string,
  { type, size, accessed, modified }: Stat,
  name: string,
  call: TestContext,
): boolean {
  switch (operator) {
    case '-f':
      return type === 'file';
    case '-d':
      return type === 'directory';
    case '-s':
      return size > 0;
    case '-w':
      return !call.fs.readOnlyAt(resolveLexically(call.state.cwd, name));
    case '-c':
      return type === 'character-device';
    case '-p':
      return type === 'pipe';
    case '-N':
      return modified > accessed;
    case '-b':
    case '-S':
    case '-g':
    case '-u':
    case '-k':
      return false;
    default:
      // -a -e -r -G -O
      return true;
  }
}

function* isExecutable({ type }: Stat, name: string, call: TestContext): Steps<boolean> {
  if (type === 'directory') return true;
  const path = name.includes('/') ? name : `./${name}`;
  return (yield* findPath(path, call.state, call.fs, call)).kind !== 'none';
}

/** Whether there is a variable, or an element, of that name. */
function isSet(text: string, state: State): boolean {
  const [name, subscript] = splitSubscript(text);
  if (subscript === undefined) return namedTarget(name, state).values.length > 0;
  const isKey = state.variables.find(name)?.value instanceof Map;
  const key =
    isKey || subscript === '@' || subscript === '*'
      ? subscript
      : String(evaluate(subscript, state));
  const list = !isKey && (key === '@' || key === '*') ? key : undefined;
  return elementTarget(name, key, state, list).values.length > 0;
}
