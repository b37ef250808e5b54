// The licences of all that is linked into a program.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { env } from 'node:process';

interface Metadata {
  readonly packages: readonly {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly license: string | null;
    /** Null of those that are ours. */
    readonly source: string | null;
    readonly manifest_path: string;
    readonly targets: readonly { readonly kind: readonly string[] }[];
  }[];
  readonly resolve: {
    readonly root: string;
    readonly nodes: readonly {
      readonly id: string;
      readonly deps: readonly {
        readonly pkg: string;
        readonly dep_kinds: readonly { readonly kind: string | null }[];
      }[];
    }[];
  };
}

export interface LicenceOptions {
  readonly cargo: string;
  readonly env: object;
  /** Its name. */
  readonly program: string;
  /** The folder of the Cargo project. */
  readonly project: string;
  readonly triple: string;
  /** Licence files of the C library. */
  readonly libc: readonly string[];
}

/** A text that names each crate, its version and licence, and has each licence text once. */
export function licences(options: LicenceOptions): string {
  const metadata = JSON.parse(
    execFileSync(
      options.cargo,
      [
        'metadata',
        '--format-version=1',
        '--offline',
        '--locked',
        '--filter-platform',
        options.triple,
      ],
      {
        cwd: options.project,
        encoding: 'utf8',
        env: { ...env, ...options.env },
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    ),
  ) as Metadata;

  const packages = new Map(metadata.packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set<string>();
  const visit = (id: string): void => {
    const crate = packages.get(id);
    // A macro runs in the compiler, and what it needs is not linked.
    const isMacro = crate?.targets.some((target) => target.kind.includes('proc-macro')) ?? true;
    if (linked.has(id) || isMacro) return;
    linked.add(id);
    for (const dependency of nodes.get(id)?.deps ?? []) {
      if (dependency.dep_kinds.some(({ kind }) => kind === null)) visit(dependency.pkg);
    }
  };
  visit(metadata.resolve.root);
  const ours = (id: string): boolean => packages.get(id)?.source === null;
  for (const id of linked) if (ours(id)) linked.delete(id);

  const texts = new Map<string, string[]>();
  const add = (text: string, owner: string): void => {
    const key = text.replaceAll('\r\n', '\n').trimEnd();
    texts.set(key, [...(texts.get(key) ?? []), owner]);
  };
  const list = [...linked]
    .map((id) => packages.get(id))
    .filter((crate) => crate !== undefined)
    .sort((a, b) => (a.name < b.name || (a.name === b.name && a.version < b.version) ? -1 : 1))
    .map((crate) => {
      const owner = `${crate.name} ${crate.version}`;
      const folder = dirname(crate.manifest_path);
      for (const file of readdirSync(folder).sort()) {
        if (/^(licen[cs]e|copying|copyright|unlicense|notice)([-_.].*)?$/i.test(file)) {
          try {
            add(readFileSync(join(folder, file), 'utf8'), owner);
          } catch {
            // A folder of that name.
          }
        }
      }
      return `${owner}: ${crate.license ?? 'see the text'}`;
    });
  for (const file of options.libc) {
    add(readFileSync(file, 'utf8'), `the C library (${basename(dirname(file))})`);
  }

  const parts = [
    `${options.program}.wasm and ${options.program}.asyncify.wasm are built from the following crates of crates.io,`,
    'the standard library of Rust (MIT OR Apache-2.0, and BSD-2-Clause for parts),',
    'and a C library for WASI (wasi-libc: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT;',
    `musl: MIT; the parts that Zig wrote: MIT). Some of them are changed: see programs/${options.program}/patches/.`,
    '',
    ...list,
  ];
  for (const [text, owners] of texts) {
    parts.push('', '='.repeat(80), ...owners, '-'.repeat(80), text);
  }
  return parts.join('\n') + '\n';
}
