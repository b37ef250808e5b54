// Candidates out of the file system: what a directory holds.
import { isSystemError } from '../../wasi/vfs/error.ts';
import type { Entry, FileSystem } from '../../wasi/vfs/filesystem.ts';
import type { MaybePromise } from '../../wasi/vfs/maybe-promise.ts';
import { type Path, resolveLexically } from '../../wasi/vfs/path.ts';
import type { CompletionContext } from './context.ts';
import type { Candidate, Source } from './source.ts';

export interface PathOptions {
  readonly fs: FileSystem;
  readonly cwd: () => Path;
  /** The home directory's path, for `~`. */
  readonly home: () => string;
}

/** Commands whose arguments are directories. */
const takeDirectories = new Set(['cd', 'pushd', 'rmdir']);
/** How long a listing that never waits may keep the keys waiting, in ms. */
const turnAfter = 8;

/** Completes paths. Hidden names only where a dot is typed; `.` and `..` never. */
export function pathSource(options: PathOptions): Source {
  return async (context) => {
    const { word, tilde, position, words } = context;
    const slash = word.value.lastIndexOf('/');
    if (position === 'command' && slash === -1 && word.value !== '') return undefined;
    if (tilde && word.value === '~') {
      return { start: word.start, candidates: [{ name: '~', suffix: '/' }], verbatim: true };
    }
    const { directory, from } = placeOf(word.value, slash, position === 'argument');
    // Amid what a variable stands for there is no place to insert.
    if (from > 0 && word.offsets[from] === word.offsets[from - 1]) return undefined;
    const start = word.ends[from - 1] ?? word.start;
    const home =
      tilde && directory.startsWith('~/') ? options.home() + directory.slice(1) : directory;
    const path = home === '' ? options.cwd() : resolveLexically(options.cwd(), home);
    const prefix = word.value.slice(from);
    const onlyDirectories = takeDirectories.has(words.at(0) ?? '');
    const wanted = ({ name, type }: Entry) =>
      name.startsWith(prefix) &&
      (prefix !== '' || !name.startsWith('.')) &&
      (!onlyDirectories || type === 'directory');
    try {
      return { start, candidates: await list(options.fs, path, wanted, context) };
    } catch (error) {
      // A directory that is not there or may not be read has no candidates: the command itself will say why.
      if (isSystemError(error)) return undefined;
      throw error;
    }
  };
}

/** Which directory a word means, and where its last name begins. `--file=di` and `A=di` begin after the `=`. */
function placeOf(value: string, slash: number, isArgument: boolean) {
  const head = isArgument ? (/^(?:-{1,2}[\w-]+|[A-Za-z_]\w*)=/.exec(value)?.[0].length ?? 0) : 0;
  const from = Math.max(head, slash + 1);
  return { directory: value.slice(head, from), from };
}

async function list(
  fs: FileSystem,
  path: Path,
  wanted: (entry: Entry) => boolean,
  { signal }: CompletionContext,
): Promise<Candidate[]> {
  const listing = await fs.list(path);
  const found: Candidate[] = [];
  let turned = performance.now();
  for (;;) {
    const next: MaybePromise<readonly Entry[]> = listing.next();
    const entries = next instanceof Promise ? await next : next;
    signal.throwIfAborted();
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (wanted(entry))
        found.push({ name: entry.name, suffix: entry.type === 'directory' ? '/' : ' ' });
    }
    // Resolved promises do not turn the event loop: keys are heard only when it turns.
    if (performance.now() - turned > turnAfter) {
      await new Promise((resolve) => setTimeout(resolve));
      turned = performance.now();
      signal.throwIfAborted();
    }
  }
}
