// Patterns for names, as fnmatch(3) has them.
import { Pattern } from '../shell/expand/pattern.ts';

/** Whether a name is one that `pattern` means. */
export function globMatcher(
  pattern: string,
  { ignoreCase = false } = {},
): (name: string) => boolean {
  const compiled = new Pattern([{ text: pattern, quoted: false, splits: false }], { ignoreCase });
  return (name) => compiled.matches(name);
}
