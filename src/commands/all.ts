// All commands written in TypeScript, and how the code of each is loaded when it is first used.
import { runCommand, type Command } from './command.ts';
import type { Session } from './session.ts';
import { summaries } from './summaries.ts';
import type { CommandMessage } from '../process/protocol.ts';
import type { SessionCommands } from '../process/session-process.ts';

/** How each is loaded. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  df: async () => (await import('./df.ts')).df,
  du: async () => (await import('./du.ts')).du,
  file: async () => (await import('./file/file.ts')).file,
  less: async () => (await import('./less/less.ts')).less,
  man: async () => (await import('./man.ts')).man,
  more: async () => (await import('./less/less.ts')).more,
  mount: async () => (await import('./mount.ts')).mount,
  ps: async () => (await import('./ps/ps.ts')).ps,
  stat: async () => (await import('./stat.ts')).stat,
  stty: async () => (await import('./stty.ts')).stty,
  tac: async () => (await import('./tac.ts')).tac,
  top: async () => (await import('./top/top.ts')).top,
  tree: async () => (await import('./tree.ts')).tree,
  umount: async () => (await import('./mount.ts')).umount,
  watch: async () => (await import('./watch.ts')).watch,
};

/** The files that stand for them in /bin: a sentence each. */
export function commandFiles(): CommandMessage[] {
  return Array.from(summaries, ([name, summary]) => {
    const text = `${name}: ${summary}. It is a part of dirsh, and runs in the page.\n`;
    return { name, url: `data:text/plain,${encodeURIComponent(text)}`, size: text.length };
  });
}

/** The commands of a session. */
export function sessionCommands(session: Session): SessionCommands {
  return {
    names: new Set(summaries.keys()),
    run: async (name, call) => {
      const load = loaders[name];
      if (load === undefined) throw new Error(`there is no command ${name}`);
      return await runCommand(await load(), call, session);
    },
  };
}
