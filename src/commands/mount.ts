// `mount` and `umount`: the folders in the tree.
import type { Call } from './call.ts';
import { complainUsage, type Command } from './command.ts';
import type { Options } from './options.ts';
import { equalPaths, formatPath } from '../../wasi/vfs/path.ts';
import { isSystemError } from '../../wasi/vfs/error.ts';
import { visible } from '../tty/visible.ts';

export const mount: Command = {
  help: `Usage: mount [-l] [-t TYPE]
List what is mounted.

  -l, --show-labels   changes nothing: there are no labels
  -t, --types TYPE    only what is of that type: folder, opfs, bin, dev, root
      --help          display this help and exit

A folder is mounted when it is dropped on the page, or chosen by "Open folder": the
browser lets no command do that. umount takes one out.
`,
  options: { '-l': '', '--show-labels': '', '-t': 'type:', '--types': 'type:' },
  run: list,
};

async function list(call: Call, options: Options): Promise<number> {
  if (options.operands.length > 0) {
    await call.complain('a folder is mounted by dropping it on the page, or by "Open folder"');
    return 1;
  }
  const types = options.value('type')?.split(',');
  for (const { source, point, type, readOnly } of call.session.mounts().toReversed()) {
    if (types?.includes(type) === false) continue;
    const where = visible(formatPath(point));
    await call.stdout.print(
      `${visible(source)} on ${where} type ${type} (${readOnly ? 'ro' : 'rw'})\n`,
    );
  }
  return 0;
}

export const umount: Command = {
  help: `Usage: umount DIRECTORY...
Take folders out of the tree. Their files stay as they are; to mount one again, drop it
on the page, or choose it by "Open folder".

      --help          display this help and exit
`,
  options: {},
  run: unmountAll,
};

async function unmountAll(call: Call, options: Options): Promise<number> {
  if (options.operands.length === 0) return complainUsage(call, 'bad usage', umount);
  let status = 0;
  for (const operand of options.operands) {
    const problem = await unmount(call, operand);
    if (problem === undefined) continue;
    await call.complain(`${visible(operand)}: ${problem}`);
    status = 32; // as umount(8) says that it failed
  }
  return status;
}

/** @returns what is wrong */
async function unmount(call: Call, operand: string): Promise<string | undefined> {
  try {
    const path = await call.path(operand);
    const found = call.session.mounts().find(({ point }) => equalPaths(point, path));
    if (found === undefined) {
      await call.statAt(path);
      return 'not mounted.';
    }
    if (found.type !== 'folder') return 'it is a part of dirsh, and stays.';
    const done = await call.session.unmount(path);
    if (done === 'in-it') return 'target is busy: the shell is in it.';
    if (done === 'busy') return 'target is busy: something that runs uses it.';
    return done === 'none' ? 'not mounted.' : undefined;
  } catch (error) {
    if (!isSystemError(error) || call.signal.aborted) throw error;
    return error.code === 'ENOENT' ? 'no mount point specified.' : error.message;
  }
}
