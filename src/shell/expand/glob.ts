// Pathname expansion: the files that a field matches.
import type { Path } from '../../../wasi/vfs/path.ts';
import { listDirectory, resolvePath, statText } from '../files.ts';
import type { ReadableFileSystem } from '../interruptible-fs.ts';
import { perform, waitForAll, type Steps } from '../steps.ts';
import type { Expansion } from './expansion.ts';
import { ExpansionError } from './expansion.ts';
import type { Field, Fragment } from './fragment.ts';
import { fieldText } from './fragment.ts';
import { Pattern } from './pattern.ts';

/** How many directories are read at once: a browser takes no longer for them than for two. */
const atOnce = 8;

/** What `shopt` changes of it. */
interface GlobOptions {
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  readonly hidden: boolean;
  readonly recursive: boolean;
}

/** The arguments that a field becomes: the names that it matches, or itself. @throws ExpansionError `failglob` */
export function* expandPathname(field: Field, { fs, state }: Expansion): Steps<string[]> {
  const { options } = state;
  if (options.has('noglob') || !isPattern(field)) return [fieldText(field)];
  const ignored = state.variables.get('GLOBIGNORE') ?? '';
  const globOptions: GlobOptions = {
    extended: options.has('extglob'),
    ignoreCase: options.has('nocaseglob'),
    hidden: options.has('dotglob') || ignored !== '',
    recursive: options.has('globstar'),
  };
  const all = yield* glob(field, fs, state.cwd, globOptions);
  if (all === undefined) return [fieldText(field)];
  const names = ignored === '' ? all : withoutIgnored(all, ignored, globOptions);
  if (names.length > 0) return names;
  if (options.has('failglob')) throw new ExpansionError(`no match: ${fieldText(field)}`);
  return options.has('nullglob') ? [] : [fieldText(field)];
}

/** The names that no pattern of `$GLOBIGNORE` matches. */
function withoutIgnored(names: string[], ignored: string, options: GlobOptions): string[] {
  const patterns = ignored
    .split(':')
    .map((text) => new Pattern([{ text, quoted: false, splits: false }], options));
  return names.filter((name) => !patterns.some((pattern) => pattern.matches(name)));
}

/** Whether anything in the field could make it a pattern. */
function isPattern(field: Field): boolean {
  return field.some(
    ({ text, quoted, extended }) => !quoted && (extended === true || /[*?[]|[@+!]\(/.test(text)),
  );
}

/** The names that the field matches, sorted as bash does in C.UTF-8; undefined where it is no pattern after all. */
function* glob(
  field: Field,
  fs: ReadableFileSystem,
  cwd: Path,
  options: GlobOptions,
): Steps<string[] | undefined> {
  const components = splitComponents(field, options);
  if (components.every(({ pattern }) => pattern.literal !== undefined)) return undefined;
  let found = [''];
  for (const [index, component] of components.entries()) {
    const last = index === components.length - 1;
    const next: string[] = [];
    const before = components[index - 1]?.pattern;
    // What a pattern has matched with a slash behind it was listed as a directory: it is not asked for again.
    const listed = before !== undefined && before.literal === undefined && !before.isDoubleStar;
    const step = (prefix: string): Steps<string[]> =>
      options.recursive && component.pattern.isDoubleStar
        ? descend(prefix, component, last, fs, cwd, options)
        : extend(prefix, component, last, fs, cwd, options, listed);
    for (let begin = 0; begin < found.length; begin += atOnce) {
      const some = found.slice(begin, begin + atOnce);
      const names = yield* waitForAll(some.map((prefix) => perform(step(prefix))));
      for (const name of names.flat()) next.push(name);
    }
    found = next;
  }
  return [...new Set(found)].toSorted(compareCodePoints);
}

/** A component of the path and the slashes after it. */
interface Component {
  readonly pattern: Pattern;
  readonly slashes: string;
}

/**
 * What `prefix`, a path that was found so far, becomes by one component more.
 * @param listed whether it was listed as a directory just now
 */
function* extend(
  prefix: string,
  { pattern, slashes }: Component,
  last: boolean,
  fs: ReadableFileSystem,
  cwd: Path,
  { ignoreCase, hidden }: GlobOptions,
  listed: boolean,
): Steps<string[]> {
  const { literal } = pattern;
  if (literal !== undefined && (!ignoreCase || literal === '')) {
    const text = prefix + literal + slashes;
    if (!last) return [text];
    return (yield* statText(fs, cwd, text, 'keep')) === undefined ? [] : [text];
  }
  const directory = prefix === '' ? '.' : prefix;
  if (!listed && (yield* statText(fs, cwd, directory))?.type !== 'directory') return [];
  const found: string[] = [];
  for (const { name, type } of yield* listDirectory(fs, yield* resolvePath(fs, cwd, directory))) {
    if (name.startsWith('.') && !pattern.startsWithDot && !hidden) continue;
    if (!pattern.matches(name)) continue;
    const text = prefix + name + slashes;
    if (slashes === '' || type === 'directory') found.push(text);
    else if (type === 'symlink' && (yield* statText(fs, cwd, text)) !== undefined) found.push(text);
  }
  return found;
}

/** `**`: the directories below `prefix`, itself too; at the end of a pattern the files as well. */
function* descend(
  prefix: string,
  { slashes }: Component,
  last: boolean,
  fs: ReadableFileSystem,
  cwd: Path,
  options: GlobOptions,
): Steps<string[]> {
  const directory = prefix === '' ? '.' : prefix;
  if ((yield* statText(fs, cwd, directory))?.type !== 'directory') return [];
  const found = prefix === '' && last && slashes !== '' ? [] : [prefix];
  if (last && prefix === '') found.length = 0;
  for (const { name, type } of yield* listDirectory(fs, yield* resolvePath(fs, cwd, directory))) {
    if (name.startsWith('.') && !options.hidden) continue;
    const text = prefix + name;
    if (type !== 'directory') {
      if (last && slashes === '') found.push(text);
      continue;
    }
    if (last) found.push(text + slashes);
    const inner = yield* descend(
      `${text}/`,
      { pattern: new Pattern([]), slashes },
      last,
      fs,
      cwd,
      options,
    );
    // At the end the directory was named by itself already.
    for (const below of last ? inner.slice(1) : inner) found.push(below);
  }
  return found;
}

function splitComponents(field: Field, options: GlobOptions): Component[] {
  const components: Component[] = [];
  let fragments: Fragment[] = [];
  let slashes = '';
  const end = (): void => {
    components.push({ pattern: new Pattern(fragments, options), slashes });
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
