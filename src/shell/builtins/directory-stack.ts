// `pushd`, `popd` and `dirs`: a stack of directories, of which the working directory is the top.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import { formatPath } from '../../../wasi/vfs/path.ts';
import { resolvePath, statFollowing } from '../files.ts';
import { printable } from '../quote.ts';
import type { Steps } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';
import { complainUsage } from './builtin.ts';
import { readOptions } from './options.ts';

export const pushd: Builtin = {
  name: 'pushd',
  synopsis: 'pushd [-n] [+N | -N | dir]',
  help: `Go to a directory, and remember where you were.

Without DIR it exchanges the two topmost ones. +N turns the stack so that
the Nth from the top is the top, -N the Nth from the bottom.
  -n  change only the stack`,
  run: (call) => push(call),
};

export const popd: Builtin = {
  name: 'popd',
  synopsis: 'popd [-n] [+N | -N]',
  help: `Go back to the directory that was remembered last.

+N forgets the Nth from the top, -N the Nth from the bottom.
  -n  change only the stack`,
  run: (call) => pop(call),
};

export const dirs: Builtin = {
  name: 'dirs',
  synopsis: 'dirs [-clpv] [+N] [-N]',
  help: `List the directories that are remembered.

  -c  forget them all        -l  with the home directory written out
  -p  one in a line          -v  one in a line, with its number`,
  run: (call) => list(call),
};

/** The whole stack, the working directory first. */
function stackOf({ state }: Call): readonly string[] {
  return [formatPath(state.cwd), ...state.directories];
}

/** The place that `+N` or `-N` names; undefined where the text is none. */
function placeOf(text: string, length: number): number | undefined {
  const [, sign, digits] = /^([-+])(\d+)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return sign === '+' ? Number(digits) : length - 1 - Number(digits);
}

function* goTo(call: Call, name: string): Steps<boolean> {
  try {
    const path = yield* resolvePath(call.fs, call.state.cwd, name, 'keep');
    const { type } = yield* statFollowing(call.fs, path);
    if (type !== 'directory') throw new SystemError('ENOTDIR');
    call.state.enter(path);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield* call.complain(`${call.name}: ${printable(name)}: ${error.message}`);
    return false;
  }
}

function* push(call: Call): Steps<number> {
  const { state } = call;
  const stays = call.args[0] === '-n';
  const [operand, ...more] = stays ? call.args.slice(1) : call.args;
  if (more.length > 0) {
    yield* call.complain('pushd: too many arguments');
    return 1;
  }
  const stack = stackOf(call);
  if (operand === undefined) {
    const [top = '', second, ...rest] = stack;
    if (second === undefined) {
      yield* call.complain('pushd: no other directory');
      return 1;
    }
    if (!stays && !(yield* goTo(call, second))) return 1;
    if (!stays) state.directories = [top, ...rest];
    return yield* show(call);
  }
  const place = placeOf(operand, stack.length);
  if (place !== undefined) {
    if (place < 0 || place >= stack.length) {
      yield* call.complain(`pushd: ${printable(operand)}: directory stack index out of range`);
      return 1;
    }
    const turned = [...stack.slice(place), ...stack.slice(0, place)];
    if (!stays && !(yield* goTo(call, turned[0] ?? ''))) return 1;
    state.directories = turned.slice(1);
    return yield* show(call);
  }
  if (stays) {
    state.directories = [operand, ...state.directories];
    return yield* show(call);
  }
  if (!(yield* goTo(call, operand))) return 1;
  state.directories = stack;
  return yield* show(call);
}

function* pop(call: Call): Steps<number> {
  const { state } = call;
  const stays = call.args[0] === '-n';
  const [operand = '+0'] = stays ? call.args.slice(1) : call.args;
  const stack = stackOf(call);
  const place = placeOf(operand, stack.length);
  if (place === undefined) {
    const message = `popd: ${printable(operand)}: invalid argument`;
    yield* call.complain(message);
    yield* call.printUsage(`popd: usage: ${popd.synopsis}`);
    return 2;
  }
  if (state.directories.length === 0 && place === 0) {
    yield* call.complain('popd: directory stack empty');
    return 1;
  }
  if (place < 0 || place >= stack.length) {
    yield* call.complain(`popd: ${printable(operand)}: directory stack index out of range`);
    return 1;
  }
  if (place === 0 && !stays) {
    const [next = '', ...rest] = state.directories;
    if (!(yield* goTo(call, next))) return 1;
    state.directories = rest;
  } else {
    const index = place === 0 ? 0 : place - 1;
    state.directories = state.directories.toSpliced(index, 1);
  }
  return yield* show(call);
}

function* list(call: Call): Steps<number> {
  const places = call.args.filter((arg) => /^[-+]\d+$/.test(arg));
  const options = readOptions(
    call.args.filter((arg) => !places.includes(arg)),
    'clpv',
  );
  if (options.unknown !== undefined)
    return yield* complainUsage(call, dirs, `${printable(options.unknown)}: invalid number`);
  const { letters } = options;
  if (letters.has('c')) {
    call.state.directories = [];
    return 0;
  }
  const stack = stackOf(call).map((path) => (letters.has('l') ? path : shortened(path, call)));
  const [wanted] = places;
  if (wanted !== undefined) {
    const found = stack[placeOf(wanted, stack.length) ?? -1];
    if (found === undefined) {
      yield* call.complain(`dirs: ${wanted.slice(1)}: directory stack index out of range`);
      return 1;
    }
    yield* call.print(`${found}\n`);
    return 0;
  }
  if (letters.has('v'))
    yield* call.print(
      stack.map((path, index) => `${String(index).padStart(2)}  ${path}\n`).join(''),
    );
  else yield* call.print(stack.join(letters.has('p') ? '\n' : ' ') + '\n');
  return 0;
}

function* show(call: Call): Steps<number> {
  yield* call.print(
    stackOf(call)
      .map((path) => shortened(path, call))
      .join(' ') + '\n',
  );
  return 0;
}

/** `~` for the home directory. */
function shortened(path: string, { state }: Call): string {
  const home = state.variables.get('HOME');
  if (!home || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? '~' + path.slice(home.length) : path;
}
