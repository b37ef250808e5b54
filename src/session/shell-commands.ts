// The shell as programs start it: `find -exec sh -c …`, `xargs ./script`, `env bash`.
import type { CommandMessage } from '../process/protocol.ts';
import type { SessionCall, ShellCommands } from '../process/session-process.ts';
import type { World } from '../process/world.ts';
import { shellNames } from '../shell/lookup.ts';
import { Shell, type Inherited } from '../shell/shell.ts';

/** The files that stand for it in /bin. */
export function shellFiles(): CommandMessage[] {
  return Array.from(shellNames, (name) => {
    const text = `${name}: the shell, a part of dirsh, that runs in the page.\n`;
    return { name, url: `data:text/plain,${encodeURIComponent(text)}`, size: text.length };
  });
}

const nothing = { kind: 'null' } as const;

/** @param world asked when a shell begins */
export function shellCommands(world: () => World): ShellCommands {
  const begin = (
    { env, cwd, pid }: Pick<SessionCall, 'env' | 'cwd' | 'pid'>,
    streams: SessionCall['streams'],
  ): Shell => {
    const given = (number: number): Inherited => {
      const stream = streams.get(number);
      return stream === undefined ? nothing : { stream };
    };
    return new Shell(world(), {
      env,
      cwd,
      pid,
      interactive: false,
      descriptors: { stdin: given(0), stdout: given(1), stderr: given(2) },
    });
  };
  return {
    names: shellNames,
    starts: async (command) => begin(command, new Map()).runsItself(command.args[0] ?? ''),
    async run({ args, signal, streams, heed, ...surroundings }) {
      const shell = begin(surroundings, streams);
      signal.addEventListener('abort', () => shell.interrupt(), { once: true });
      heed(shell);
      return await shell.runCommand(args);
    },
  };
}
