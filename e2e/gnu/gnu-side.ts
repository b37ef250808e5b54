// The other side of the comparison: the system's own bash and GNU coreutils on a copy of the tree.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a command line did. The bytes are given as Latin-1, which keeps each one. */
export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export interface GnuOptions {
  /** The folder that stands for `/mnt`: `work/ID` is the cwd, `out` takes the results. */
  readonly base: string;
  readonly columns: number;
  readonly lines: number;
}

/** Runs `line` as the page does: its last command's output goes to files. */
export function runGnu(line: string, id: string, options: GnuOptions): Result {
  const { base } = options;
  const out = join(base, 'out', id);
  const script = `cd '${base}/work/${id}'\n${onThisSystem(line)} >'${out}.out' 2>'${out}.err'`;
  const { status } = spawnSync('bash', ['--norc', '-c', script], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      PATH: '/usr/bin:/bin',
      HOME: '/home',
      USER: 'user',
      LOGNAME: 'user',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      TZ: 'Europe/Berlin',
      COLUMNS: String(options.columns),
      LINES: String(options.lines),
    },
  });
  const virtual = (text: string): string => text.replaceAll(base, '/mnt');
  return {
    stdout: virtual(read(`${out}.out`)),
    stderr: virtual(
      read(`${out}.err`)
        .replaceAll('\xe2\x80\x98', "'") // GNU quotes names as ‘x’ in UTF-8, uutils as 'x'
        .replaceAll('\xe2\x80\x99', "'")
        .replaceAll(/^(\/usr)?\/bin\//gm, '') // GNU's programs call themselves as they were called
        .replaceAll(/^bash: line \d+: /gm, 'dirsh: '),
    ),
    status: status ?? -1,
  };
}

/** A program that is called by its path may be in another directory here. */
function onThisSystem(line: string): string {
  return line.replaceAll(/(^|[\s;|&])\/bin\/(\S+)/g, (all, before: string, name: string) =>
    existsSync(`/bin/${name}`) ? all : `${before}/usr/bin/${name}`,
  );
}

/** A file's bytes; empty where it was never made, as a line that stops before its redirection. */
export function read(path: string): string {
  return existsSync(path) ? readFileSync(path, 'latin1') : '';
}
