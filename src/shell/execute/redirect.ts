// Redirections: what they make of a command's descriptors, from left to right.
import type { Redirect, Redirection, Word } from 'unbash';
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import type { Path } from '../../../wasi/vfs/path.ts';
import { formatPath, splitPath } from '../../../wasi/vfs/path.ts';
import type { Expansion } from '../expand/expansion.ts';
import { ExpansionError } from '../expand/expansion.ts';
import { expandParts, expandWords } from '../expand/word.ts';
import { resolvePath, statText } from '../files.ts';
import { printable } from '../quote.ts';
import type { State } from '../state.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { DescriptorKey, RedirectionMode, World } from '../../process/world.ts';
import { splitSubscript } from '../variable-name.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import { RedirectionError } from './descriptor-table.ts';
import { feed, hereText } from './here.ts';

/**
 * Applies `redirections` to `table`.
 * @param open whether files are opened `now`, each before the next redirection, or `later` by a program
 * @throws RedirectionError, ExpansionError
 */
export function* redirect(
  redirections: readonly Redirection[],
  table: DescriptorTable,
  expansion: Expansion,
  world: World,
  open: 'now' | 'later',
): Steps<void> {
  // A program opens its files later; what a command substitution does must not come before that.
  const inOrder: Expansion = {
    state: expansion.state,
    fs: expansion.fs,
    expand: (parts, place) => expandParts(parts, inOrder, place),
    substituteProcess: (part) => expansion.substituteProcess(part),
    *substitute(script) {
      yield* table.perform();
      return yield* expansion.substitute(script);
    },
  };
  try {
    for (const redirection of redirections) {
      yield* apply(redirection, table, inOrder, world, open);
    }
  } catch (error) {
    // No program will open what came before the one that failed; if that fails too, it was the first.
    if (error instanceof RedirectionError || error instanceof ExpansionError) {
      yield* table.perform();
    }
    throw error;
  }
}

function* apply(
  redirection: Redirection,
  table: DescriptorTable,
  expansion: Expansion,
  world: World,
  open: 'now' | 'later',
): Steps<void> {
  if (redirection.type === 'Redirect') {
    yield* redirectOne(redirection, table, expansion, world, open);
  } else {
    const text = yield* hereText(redirection, expansion);
    yield* table.own(targetNumber(redirection, 0, table, expansion.state), feed(text, world));
  }
}

const modes: Readonly<Record<string, RedirectionMode>> = {
  '<': 'read',
  '>': 'write',
  '>|': 'write',
  '>>': 'append',
  '<>': 'read-write',
  '&>': 'write',
  '&>>': 'append',
  '>&': 'write',
};

function* redirectOne(
  redirection: Redirect,
  table: DescriptorTable,
  expansion: Expansion,
  world: World,
  open: 'now' | 'later',
): Steps<void> {
  const { operator, target } = redirection;
  if (target === undefined) throw new TypeError('a redirection without a target');
  const name = yield* expandTarget(target, expansion);
  const otherwise = operator.startsWith('<') ? 0 : 1;
  const { state } = expansion;
  if (operator === '<&' || operator === '>&') {
    const [, from, close] = /^(\d*)(-?)$/.exec(name) ?? [];
    if (name !== '' && from !== undefined) {
      if (from === '') {
        yield* table.remove(closedNumber(redirection, otherwise, state));
        return;
      }
      const number = targetNumber(redirection, otherwise, table, state);
      // As bash, which guesses: a word that was expanded is blamed only on 0 and 1.
      const isGuess = target.text !== name && number !== otherwise;
      const label = isGuess ? String(number) : target.text.replace(/^(\d+)-$/, '$1');
      yield* table.duplicate(number, Number(from), label);
      if (close === '-' && Number(from) !== number) yield* table.remove(Number(from));
      return;
    }
    if (operator === '<&' || redirection.descriptor !== undefined) throw ambiguous(target);
  }
  if (/^(?:>|&>|>&)$/.test(operator) && state.options.has('noclobber'))
    yield* refuseExisting(name, expansion);
  const number = targetNumber(redirection, otherwise, table, state);
  yield* redirectTo(name, modes[operator] ?? 'read', number, table, expansion, world, open);
  if (operator === '&>' || operator === '&>>' || operator === '>&') yield* table.duplicate(2, 1);
}

/**
 * Gives `number` the file `name`.
 * @throws RedirectionError
 */
export function* redirectTo(
  name: string,
  mode: RedirectionMode,
  number: DescriptorKey,
  table: DescriptorTable,
  expansion: Expansion,
  world: World,
  open: 'now' | 'later',
): Steps<void> {
  const path = yield* reported(name, pathOf(name, mode, expansion));
  const from = descriptorAt(path);
  if (from === undefined) {
    // What appends is opened by the session at once, so all that is before it is performed first.
    if (mode === 'append') yield* table.perform();
    const descriptor = yield* reported(name, wait(world.open(path, mode)));
    yield* table.own(number, descriptor, { label: name, path, mode }, open);
  } else {
    if (table.get(from) === undefined) throw RedirectionError.of(name, new SystemError('ENOENT'));
    yield* table.duplicate(number, from);
  }
}

/**
 * The number of the command's own descriptor that a path names. It is duplicated, not opened: the session and the
 * process, who would open it, have descriptors of their own.
 */
function descriptorAt(path: Path): number | undefined {
  const found = /^\/dev\/(?:std(in|out|err)|fd\/(0|[1-9]\d*))$/.exec(formatPath(path));
  if (found === null) return undefined;
  const [, name, number] = found;
  return name === undefined ? Number(number) : ['in', 'out', 'err'].indexOf(name);
}

/** The one name that a redirection's word stands for. */
function* expandTarget(target: Word, expansion: Expansion): Steps<string> {
  const [name, ...more] = yield* expandWords([target], expansion);
  if (name === undefined || more.length > 0) throw ambiguous(target);
  return name;
}

function ambiguous(target: Word): RedirectionError {
  return new RedirectionError(`${printable(target.text)}: ambiguous redirect`);
}

/** Where a redirection's file is. @throws RedirectionError */
function* pathOf(name: string, mode: RedirectionMode, { fs, state }: Expansion): Steps<Path> {
  const path = yield* resolvePath(fs, state.cwd, name);
  if (splitPath(name).directory) {
    // A path's slash at the end is lost in `Path`; what it asks for is checked here.
    const stat = yield* statText(fs, state.cwd, name);
    if (mode !== 'read') throw new SystemError('EISDIR');
    if (stat === undefined && (yield* statText(fs, [], formatPath(path))) !== undefined) {
      throw new SystemError('ENOTDIR');
    }
  }
  return path;
}

/** The steps, their error as that of the redirection to `name`. */
function* reported<T>(name: string, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    if (isSystemError(error)) throw RedirectionError.of(name, error);
    throw error;
  }
}

/** `set -C`: what is there already is not overwritten. @throws RedirectionError */
function* refuseExisting(name: string, { fs, state }: Expansion): Steps<void> {
  if ((yield* statText(fs, state.cwd, name))?.type === 'file')
    throw new RedirectionError(`${printable(name)}: cannot overwrite existing file`);
}

/** The lowest number that `{name}>` may take. */
const firstFree = 10;

/** The number that a redirection is of: for `{name}>`, a free one, which the variable then holds. */
function targetNumber(
  redirection: Redirection,
  otherwise: number,
  table: DescriptorTable,
  state: State,
): number {
  const { descriptor } = redirection;
  if (descriptor?.type !== 'FileDescriptorVariable') return numberOf(redirection, otherwise);
  let number = firstFree;
  while (table.get(number) !== undefined) number += 1;
  const { variables } = state;
  const [name, subscript] = splitSubscript(descriptor.name);
  if (subscript === undefined) variables.set(name, String(number));
  else variables.setElement(name, placeOf(name, subscript, variables), String(number));
  return number;
}

/** The number that `{name}>&-` closes. @throws RedirectionError */
function closedNumber(redirection: Redirection, otherwise: number, state: State): number {
  const { descriptor } = redirection;
  if (descriptor?.type !== 'FileDescriptorVariable') return numberOf(redirection, otherwise);
  const value = valueOf(descriptor.name, state);
  if (value === undefined)
    throw new RedirectionError(`${printable(descriptor.name)}: ambiguous redirect`);
  if (!/^\d+$/.test(value)) throw RedirectionError.of(descriptor.name, new SystemError('EBADF'));
  return Number(value);
}

/** The value of a variable, or of an array's element: `{COPROC[1]}>&-`. */
function valueOf(text: string, { variables }: State): string | undefined {
  const [name, subscript] = splitSubscript(text);
  return subscript === undefined
    ? variables.get(name)
    : variables.element(name, placeOf(name, subscript, variables));
}

/** A subscript as the key that it is, or the number that it stands for. */
function placeOf(name: string, subscript: string, variables: State['variables']): string {
  return variables.find(name)?.value instanceof Map ? subscript : variables.evaluate(subscript);
}

/** The descriptor that a redirection is of. */
export function numberOf(redirection: Redirection, otherwise: number): number {
  const { descriptor } = redirection;
  return descriptor?.type === 'FileDescriptor' ? descriptor.value : otherwise;
}
