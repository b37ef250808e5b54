// What no program can do on a directory handle, and so which programs of the suite cannot pass there. Nothing is faked:
// the host says ENOTSUP, and the program that insists fails. One that passes nevertheless fails the run: strike it out.
import type { System } from './page/messages.ts';

const symlinks = 'the browser makes no symbolic links, and shows none';
const hardLinks = 'the browser makes no hard links';
const times = 'the browser sets no time but that of a write';

/** Programs by name, with what they need and what they say without it. */
const needs: Readonly<Record<string, { readonly reason: string; readonly says: RegExp }>> = {
  'rust/fd_filestat_set': { reason: times, says: /fd_filestat_set_times: .*NOTSUP/ },
  'rust/nofollow_errors': { reason: symlinks, says: /creating a symlink: .*NOTSUP/ },
  'rust/path_exists': { reason: symlinks, says: /create symlink: .*NOTSUP/ },
  'rust/path_filestat': { reason: times, says: /path_filestat_set_times should succeed: .*NOTSUP/ },
  'rust/path_link': { reason: hardLinks, says: /creating a link in the same directory: .*NOTSUP/ },
  'rust/readlink': { reason: symlinks, says: /creating a symlink: .*NOTSUP/ },
  'rust/symlink_create': { reason: symlinks, says: /creating a symlink: .*NOTSUP/ },
  'rust/symlink_filestat': { reason: symlinks, says: /creating symlink to a file: .*NOTSUP/ },
};

/** Why a program cannot pass on a file system; undefined where it can. */
export function impossible(
  name: string,
  system: System,
): { readonly reason: string; readonly says: RegExp } | undefined {
  return system === 'memory' ? undefined : needs[name];
}
