// The history of a session: by the variables of its shell, in the file that `$HISTFILE` names.
import { HistoryFile } from '../shell/history/history-file.ts';
import { historySize } from '../shell/history/history-rules.ts';
import { History } from '../shell/history/history.ts';
import type { Shell } from '../shell/shell.ts';
import type { FileSystem } from '../../wasi/vfs/filesystem.ts';
import { resolveIfPath } from '../../wasi/vfs/path.ts';

/** @param shell the shell, which is made with this history */
export function sessionHistory(tree: FileSystem, shell: () => Shell): History {
  const lookup = (name: string): string | undefined => shell().variable(name);
  return new History({
    lookup,
    store: new HistoryFile(tree, {
      path: () => resolveIfPath(shell().cwd, lookup('HISTFILE') ?? ''),
      limit: () => historySize('HISTFILESIZE', lookup),
    }),
    onError: () => {}, // private storage is missing: history lives as long as the page
  });
}
