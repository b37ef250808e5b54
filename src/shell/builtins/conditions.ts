// The operators of `test`.
import type { Stat } from '../../../wasi/vfs/filesystem.ts';
import { resolveLexically } from '../../../wasi/vfs/path.ts';
import { compareCodePoints } from '../expand/glob.ts';
import { parameterValue } from '../expand/parameter.ts';
import { statText } from '../files.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Call } from './builtin.ts';

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

type Order = (a: number, b: number) => boolean;

const numeric: Readonly<Record<string, Order>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

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
  call: Call,
): Steps<boolean> {
  const order = numeric[operator];
  if (order !== undefined) {
    const difference = readInteger(left) - readInteger(right);
    return order(difference === 0n ? 0 : difference < 0n ? -1 : 1, 0);
  }
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

function* compareFiles(left: string, operator: string, right: string, call: Call): Steps<boolean> {
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
  if (!/^[-+]?\d+$/.test(trimmed)) {
    throw new TestError(`${printable(text)}: integer expression expected`);
  }
  return BigInt(trimmed.replace(/^\+/, ''));
}

/** @throws TestError */
export function* testUnary(operator: string, operand: string, call: Call): Steps<boolean> {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-t':
      return call.isTerminal(Number(readInteger(operand)));
    case '-v':
      return parameterValue(operand, call.state) !== undefined;
    case '-o':
    case '-R':
      return false;
    case '-h':
    case '-L':
      return (yield* statText(call.fs, call.state.cwd, operand, 'keep'))?.type === 'symlink';
    default: {
      const stat = yield* statText(call.fs, call.state.cwd, operand);
      return stat !== undefined && testFile(operator, stat, operand, call);
    }
  }
}

/** What a file that is there is asked. Browsers know no owners and no permissions but reading and writing. */
function testFile(
  operator: string,
  { type, size, accessed, modified }: Stat,
  name: string,
  call: Call,
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
    case '-x':
      return type === 'directory' || isProgram(name, call);
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

function isProgram(name: string, { programs, state }: Call): boolean {
  const [directory, program, ...more] = resolveLexically(state.cwd, name);
  return directory === 'bin' && program !== undefined && more.length === 0 && programs.has(program);
}
