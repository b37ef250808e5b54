// All commands written in TypeScript: their names, what each does in a line, and how its code is loaded when it is first used.
import { runCommand, type Command } from './command.ts';
import type { Session } from './session.ts';
import type { CommandMessage } from '../process/protocol.ts';
import type { SessionCommands } from '../process/session-process.ts';

/** A command that is loaded when it is used. */
interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

const entries: Readonly<Record<string, Entry>> = {
  df: {
    summary: 'show what is mounted, and how much room it has',
    load: async () => (await import('./df.ts')).df,
  },
  du: {
    summary: 'add up what directories take',
    load: async () => (await import('./du.ts')).du,
  },
  less: {
    summary: 'look through files, forwards and backwards',
    load: async () => (await import('./less/less.ts')).less,
  },
  more: {
    summary: 'look through files, a screen at a time',
    load: async () => (await import('./less/less.ts')).more,
  },
  stat: {
    summary: 'show all that is known of files',
    load: async () => (await import('./stat.ts')).stat,
  },
  tac: {
    summary: 'print files with the last line first',
    load: async () => (await import('./tac.ts')).tac,
  },
  tree: {
    summary: 'draw directories with what is in them',
    load: async () => (await import('./tree.ts')).tree,
  },
};

/** Each command's name, and what it does. */
export const summaries: ReadonlyMap<string, string> = new Map(
  Object.entries(entries).map(([name, { summary }]) => [name, summary]),
);

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
      const entry = entries[name];
      if (entry === undefined) throw new Error(`there is no command ${name}`);
      return await runCommand(await entry.load(), call, session);
    },
  };
}
