// `.` and `source` run the commands of a file in this shell.
import { isSystemError, SystemError } from '../../../wasi/vfs/error.ts';
import { readText, resolvePath, statText } from '../files.ts';
import { programDirectory } from '../lookup.ts';
import { printable } from '../quote.ts';
import type { SharedStream } from '../execute/shared.ts';
import type { Steps } from '../steps.ts';
import { wait } from '../steps.ts';
import type { Builtin, Call } from './builtin.ts';

const help = `Run the commands of a file in this shell.

A name without a slash is looked for in the directories of $PATH, and then
in the working directory. Variables and the working directory stay as the file leaves them. ARGs are
$1 and so on meanwhile. \`return' ends the file.`;

export const source: Builtin = {
  name: 'source',
  synopsis: 'source filename [arguments]',
  help,
  run: (call) => run(call, source),
};

export const dot: Builtin = {
  name: '.',
  synopsis: '. filename [arguments]',
  help,
  run: (call) => run(call, dot),
};

function* run(call: Call, builtin: Builtin): Steps<number> {
  const [name, ...args] = call.args[0] === '--' ? call.args.slice(1) : call.args;
  if (name === undefined) {
    yield* call.complain(`${call.name}: filename argument required`);
    yield* call.printUsage(`${call.name}: usage: ${builtin.synopsis}`);
    return 2;
  }
  let text: string;
  try {
    const own = /^\/dev\/(?:stdin|fd\/(\d+))$/.exec(name);
    if (own !== null) text = yield* readOwn(Number(own[1] ?? 0), call);
    else {
      const place = (yield* findInPath(call, name)) ?? name;
      text = yield* readText(call.fs, yield* resolvePath(call.fs, call.state.cwd, place));
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const place = error.code === 'EISDIR' ? `${call.name}: ` : '';
    const sentence = error.code === 'EISDIR' ? 'is a directory' : error.message;
    yield* call.complain(`${place}${printable(name)}: ${sentence}`);
    return 1;
  }
  return yield* runFile(name, text, args, call);
}

/** What a descriptor of the builtin has left: `. /dev/stdin <<< text`. @throws SystemError ENOENT there is none */
function* readOwn(fd: number, call: Call): Steps<string> {
  let stream: SharedStream;
  try {
    stream = yield* call.input(fd);
  } catch (error) {
    throw isSystemError(error, 'EBADF') ? new SystemError('ENOENT') : error;
  }
  return yield* readAll(stream, call);
}

function* readAll(stream: SharedStream, { signal }: Call): Steps<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const bytes = yield* wait(stream.read(1 << 16, signal));
    if (bytes.length === 0) return text + decoder.decode();
    text += decoder.decode(bytes, { stream: true });
  }
}

/** Where `$PATH` has the file: programs are none that could be run here. */
function* findInPath({ fs, state }: Call, name: string): Steps<string | undefined> {
  if (name.includes('/') || !state.options.has('sourcepath')) return undefined;
  for (const directory of state.variables.get('PATH')?.split(':') ?? []) {
    const place = `${directory || '.'}/${name}`;
    const found = yield* statText(fs, state.cwd, place);
    if (found?.type === 'file' && directory.replace(/\/+$/, '') !== programDirectory) return place;
  }
  return undefined;
}

/** Runs the file's text, with parameters of its own if it is given any. */
function* runFile(name: string, text: string, args: readonly string[], call: Call): Steps<number> {
  const { state } = call;
  const { positional, calls, line } = state;
  if (args.length > 0) state.positional = args;
  state.calls = [...calls, { name: 'source', kind: 'source', file: name, line }];
  try {
    let status = yield* call.execute(text, name);
    const { leaving } = state;
    if (leaving?.kind === 'return') {
      ({ status } = leaving);
      state.leaving = undefined;
      state.status = status;
    }
    yield* call.runTrap('RETURN');
    return status;
  } finally {
    state.calls = calls;
    if (args.length > 0 && state.positional === args) state.positional = positional;
  }
}
