// For tests: what the real less shows after each key, and what ours does, on terminals of the same size.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '@xterm/headless';
import { environment, inputOf, sessionOf, treeOf } from '../bench.ts';
import { sessionCommands } from '../all.ts';
import { TerminalGate } from '../../process/terminal-gate.ts';
import { SessionProcess } from '../../process/session-process.ts';
import { Tty } from '../../tty/tty.ts';
import type { Stream } from '../../../wasi/vfs/stream.ts';

/** One session with a pager. */
export interface Scene {
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly keys: readonly string[];
  readonly rows?: number;
  readonly columns?: number;
  /** What comes by a pipe. */
  readonly input?: string;
}

/** What is seen: each row's text, with what is reversed, bold, underlined or coloured marked. */
export type Picture = readonly string[];

async function pictureOf(terminal: Terminal): Promise<Picture> {
  await new Promise<void>((resolve) => terminal.write('', resolve));
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, index) => {
    const line = active.getLine(active.viewportY + index);
    let text = '';
    let style = '';
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const marks = [
        cell.isInverse() && '7',
        cell.isBold() && '1',
        cell.isUnderline() && '4',
        cell.isFgDefault() || `c${cell.getFgColor()}`,
      ].filter((mark) => typeof mark === 'string');
      const now = marks.length === 0 ? '' : `{${marks.join('')}}`;
      if (now !== style) text += now === '' ? '{}' : now;
      style = now;
      text += cell.getChars() || ' ';
    }
    return text.trimEnd();
  });
}

function terminalOf({ rows = 10, columns = 80 }: Scene): Terminal {
  return new Terminal({ rows, cols: columns, allowProposedApi: true });
}

/** Pictures of the real one: at first, and after each key. */
export async function real(scene: Scene): Promise<Picture[]> {
  const cwd = mkdtempSync(join(tmpdir(), 'dirsh-less-'));
  try {
    for (const [name, content] of Object.entries(scene.files))
      writeFileSync(join(cwd, name), content);
    writeFileSync(join(cwd, '.input'), scene.input ?? '');
    const { rows = 10, columns = 80, keys } = scene;
    const less = ['less', ...scene.args];
    const argv =
      scene.input === undefined ? less : ['sh', '-c', 'cat .input | "$@"', 'sh', ...less];
    const env = { ...environment, LESSHISTFILE: '-' };
    const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'real-less.py')], {
      input: JSON.stringify({ argv, cwd, env, rows, columns, keys }),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (stderr !== '') throw new Error(stderr);
    const terminal = terminalOf(scene);
    const pictures: Picture[] = [];
    for (const output of JSON.parse(stdout) as string[]) {
      terminal.write(Buffer.from(output, 'base64'));
      pictures.push(await pictureOf(terminal));
    }
    return pictures;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Pictures of ours. */
export async function own(scene: Scene): Promise<Picture[]> {
  const terminal = terminalOf(scene);
  let written = 0;
  const tty = new Tty({
    write: (bytes) => {
      written += 1;
      terminal.write(bytes.slice());
    },
    onSignal: () => {},
    columns: terminal.cols,
    rows: terminal.rows,
  });
  const tree = await treeOf(scene.files);
  const commands = sessionCommands(sessionOf(tree, tty));
  const input: Stream =
    scene.input === undefined ? tty : inputOf(new TextEncoder().encode(scene.input));
  const descriptors = new Map(
    [input, tty, tty].map((stream, fd) => [fd, { kind: 'lent', stream } as const]),
  );
  const args = ['less', ...scene.args];
  let ended = false;
  const process = new SessionProcess({
    cwd: [],
    descriptors,
    open: (descriptor) => {
      if (descriptor.kind !== 'lent') throw new Error('a stream was lent');
      return descriptor.stream;
    },
    run: (streams, signal, heed) => {
      const env = new Map(Object.entries(environment));
      const call = { args, env, cwd: [], pid: 2, terminal: new TerminalGate(() => {}) };
      return commands.run('less', { ...call, streams, signal, heed });
    },
    say: () => {},
  });
  void process.exited.then(() => {
    ended = true;
  });
  let seen = 0;
  /** Resolves when it has answered, and nothing more is written, turn after turn of the event loop. */
  const idle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 10 || (written === 0 && !ended);) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      quiet = written === seen ? quiet + 1 : 0;
      seen = written;
    }
    written = 0;
    seen = 0;
  };
  await idle();
  const pictures = [await pictureOf(terminal)];
  for (const key of scene.keys) {
    if (ended) break;
    tty.input(new TextEncoder().encode(key));
    await idle();
    pictures.push(await pictureOf(terminal));
  }
  await process.signal('KILL');
  process.proceed();
  await process.exited;
  return pictures;
}
