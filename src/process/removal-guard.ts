// What `rm` is not begun for: to empty what is mounted. A folder that a person opened must not be lost to `rm -rf /*`.
import { quoted } from '../../wasi/vfs/dom-error.ts';
import { equalPaths, type Path, resolveIfPath, startsWith } from '../../wasi/vfs/path.ts';

/**
 * Why this command is refused; undefined where it is not. As GNU's `--preserve-root=all`, which is no default there, and
 * for what lies above a mount as well: `--no-preserve-root` overrides it.
 * @param args with the name that it was called by
 * @param points where something is mounted
 */
export function refusalToRemove(
  program: string,
  args: readonly string[],
  cwd: Path,
  points: readonly Path[],
): string | undefined {
  if (program !== 'rm') return undefined;
  const end = args.indexOf('--');
  const isOption = (arg: string, index: number): boolean =>
    index === 0 || (arg.startsWith('-') && arg !== '-' && (end < 0 || index <= end));
  // As getopt takes it, by a beginning that no other option has.
  if (args.some((arg, index) => isOption(arg, index) && arg.startsWith('--no'))) return undefined;
  for (const [index, operand] of args.entries()) {
    // rm itself refuses `.` and `..`, in its own words.
    if (isOption(operand, index) || /(?:^|\/)\.\.?\/*$/.test(operand)) continue;
    const path = resolveIfPath(cwd, operand);
    const point = points.find((one) => path !== undefined && startsWith(one, path));
    if (path === undefined || point === undefined) continue;
    const why = equalPaths(point, path)
      ? 'it is mounted'
      : `${quoted(`/${point.join('/')}`)} is in it`;
    const instead = `use 'umount' to take a folder out of the tree, or --no-preserve-root to remove its files`;
    return `refusing to remove ${quoted(operand)}: ${why} (${instead}); nothing was removed`;
  }
  return undefined;
}
