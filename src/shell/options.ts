// The options of the shell: those of `set -o`, and those of `shopt`.

/** The options of `set -o`, with their letters where they have one. */
export const setOptions: ReadonlyMap<string, string | undefined> = new Map([
  ['allexport', 'a'],
  ['braceexpand', 'B'],
  ['emacs', undefined],
  ['errexit', 'e'],
  ['errtrace', 'E'],
  ['functrace', 'T'],
  ['hashall', 'h'],
  ['histexpand', 'H'],
  ['history', undefined],
  ['ignoreeof', undefined],
  ['interactive-comments', undefined],
  ['keyword', 'k'],
  ['monitor', 'm'],
  ['noclobber', 'C'],
  ['noexec', 'n'],
  ['noglob', 'f'],
  ['nolog', undefined],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['onecmd', 't'],
  ['physical', 'P'],
  ['pipefail', undefined],
  ['posix', undefined],
  ['privileged', 'p'],
  ['verbose', 'v'],
  ['vi', undefined],
  ['xtrace', 'x'],
]);

/** The options of `shopt` that mean something here, and those that bash has on at its start. */
const shoptOptions: ReadonlyMap<string, boolean> = new Map([
  ['autocd', false],
  ['assoc_expand_once', false],
  ['cdable_vars', false],
  ['cmdhist', true],
  ['dotglob', false],
  ['execfail', false],
  ['expand_aliases', false],
  ['extdebug', false],
  ['extglob', false],
  ['extquote', true],
  ['failglob', false],
  ['force_fignore', true],
  ['globasciiranges', true],
  ['globskipdots', true],
  ['globstar', false],
  ['histappend', false],
  ['huponexit', false],
  ['inherit_errexit', false],
  ['interactive_comments', true],
  ['lastpipe', false],
  ['lithist', false],
  ['localvar_inherit', false],
  ['localvar_unset', false],
  ['login_shell', false],
  ['nocaseglob', false],
  ['nocasematch', false],
  ['nullglob', false],
  ['patsub_replacement', true],
  ['progcomp', true],
  ['promptvars', true],
  ['shift_verbose', false],
  ['sourcepath', true],
  ['varredir_close', false],
  ['xpg_echo', false],
]);

/** The letters of `set`, by letter. */
export const optionLetters: ReadonlyMap<string, string> = new Map(
  [...setOptions].flatMap(([name, letter]) => (letter === undefined ? [] : [[letter, name]])),
);

/** Which options are on. */
export class Options {
  readonly #on: Set<string>;

  constructor(on?: Iterable<string>) {
    this.#on = new Set(on ?? ['braceexpand', 'hashall', 'interactive-comments']);
    if (on !== undefined) return;
    for (const [name, value] of shoptOptions) if (value) this.#on.add(name);
  }

  has(name: string): boolean {
    return this.#on.has(name);
  }

  set(name: string, on: boolean): void {
    if (on) this.#on.add(name);
    else this.#on.delete(name);
  }

  /** Whether `shopt` has an option of that name. */
  isShopt(name: string): boolean {
    return shoptOptions.has(name);
  }

  /** The names that `shopt` lists. */
  get shoptNames(): readonly string[] {
    return [...shoptOptions.keys()];
  }

  /** The names of `set -o` that are on, sorted. */
  get setNames(): readonly string[] {
    return [...setOptions.keys()].filter((name) => this.has(name));
  }

  /** The names of `shopt` that are on, sorted. */
  get shoptsOn(): readonly string[] {
    return this.shoptNames.filter((name) => this.has(name));
  }

  /** The letters of what is on, as `$-` has them. */
  get letters(): string {
    const letters = [...setOptions].map(([name, letter = '']) => (this.has(name) ? letter : ''));
    return letters.toSorted(compareLetters).join('');
  }

  fork(): Options {
    return new Options(this.#on);
  }
}

/** Small letters come first in `$-`. */
function compareLetters(a: string, b: string): number {
  const small = Number(a === a.toUpperCase()) - Number(b === b.toUpperCase());
  return small === 0 ? a.localeCompare(b) : small;
}
