// Pathname expansion: the files that a field matches.
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import type { Path } from '../../../wasi/vfs/path.ts';
import { listDirectory, resolvePath, statText } from '../files.ts';
import type { Steps } from '../steps.ts';
import type { Field, Fragment } from './fragment.ts';
import { Pattern } from './pattern.ts';

/** Whether anything in the field could make it a pattern. */
export function isPattern(field: Field): boolean {
  return field.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));
}

/** The names that the field matches, sorted as bash does in C.UTF-8; empty where there are none. */
export function* glob(field: Field, fs: ReadableFileSystem, cwd: Path): Steps<string[]> {
  const components = splitComponents(field);
  if (components.every(({ pattern }) => pattern.literal !== undefined)) return [];
  let found = [''];
  for (const [index, component] of components.entries()) {
    const last = index === components.length - 1;
    const next: string[] = [];
    for (const prefix of found) {
      next.push(...(yield* extend(prefix, component, last, fs, cwd)));
    }
    found = next;
  }
  return found.toSorted(compareCodePoints);
}

/** A component of the path and the slashes after it. */
interface Component {
  readonly pattern: Pattern;
  readonly slashes: string;
}

/** What `prefix`, a path that was found so far, becomes by one component more. */
function* extend(
  prefix: string,
  { pattern, slashes }: Component,
  last: boolean,
  fs: ReadableFileSystem,
  cwd: Path,
): Steps<string[]> {
  const { literal } = pattern;
  if (literal !== undefined) {
    const text = prefix + literal + slashes;
    if (!last) return [text];
    return (yield* statText(fs, cwd, text, 'keep')) === undefined ? [] : [text];
  }
  const directory = prefix === '' ? '.' : prefix;
  if ((yield* statText(fs, cwd, directory))?.type !== 'directory') return [];
  const found: string[] = [];
  for (const { name, type } of yield* listDirectory(fs, yield* resolvePath(fs, cwd, directory))) {
    if (name.startsWith('.') && !pattern.startsWithDot) continue;
    if (!pattern.matches(name)) continue;
    const text = prefix + name + slashes;
    if (slashes === '' || type === 'directory') found.push(text);
    else if (type === 'symlink' && (yield* statText(fs, cwd, text)) !== undefined) found.push(text);
  }
  return found;
}

function splitComponents(field: Field): Component[] {
  const components: Component[] = [];
  let fragments: Fragment[] = [];
  let slashes = '';
  const end = (): void => {
    components.push({ pattern: new Pattern(fragments), slashes });
    fragments = [];
    slashes = '';
  };
  for (const fragment of field) {
    for (const run of fragment.text.split(/(\/+)/)) {
      if (run === '') continue;
      if (run.startsWith('/')) {
        slashes += run;
      } else {
        if (slashes !== '') end();
        fragments.push({ ...fragment, text: run });
      }
    }
  }
  end();
  return components;
}

/** The order of C.UTF-8; JavaScript's own puts characters beyond U+FFFF before some below. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue;
    // A low half that differs belongs to pairs with the same high half, so that comparing it alone is right.
    return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
  }
  return a.length - b.length;
}
