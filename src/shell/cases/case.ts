// One row of a table: a script that this shell and bash run, each in a directory of its own.

export interface Case {
  readonly script: string;
  /** What is in the directory before: content by name; a name that ends in `/` is a directory. */
  readonly files?: Readonly<Record<string, string>>;
  /** Why this shell differs from bash, and what it does instead. */
  readonly differs?: {
    readonly why: string;
    readonly stdout?: string;
    readonly stderr?: string;
    readonly status?: number;
    readonly tree?: Readonly<Record<string, string>>;
  };
}

/** Rows that begin with the same files. */
export function casesWith(
  files: Readonly<Record<string, string>>,
  scripts: readonly string[],
): readonly Case[] {
  return scripts.map((script) => ({ script, files }));
}
