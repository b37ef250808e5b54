// Checks the programs in public/programs/ without building them: `node coreutils/check.ts`.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { sourceHash } from './source-hash.ts';

interface Manifest {
  readonly programs: readonly {
    readonly name: string;
    readonly source: string;
    readonly files: Readonly<
      Record<string, { path: string; size: number; brotli: number; sha256: string }>
    >;
  }[];
}

/** What a visitor loads before the first `ls`, in Brotli 11. */
const budget = 2_200_000;

const programs = fileURLToPath(new URL('../public/programs/', import.meta.url));
const rebuild = `run 'npm run build:programs' and commit public/programs/`;
const faults: string[] = [];

const manifest = JSON.parse(readFileSync(join(programs, 'manifest.json'), 'utf8')) as Manifest;
for (const { name, source, files } of manifest.programs) {
  if (source !== sourceHash()) {
    faults.push(`${name} was built from other sources than those in coreutils/: ${rebuild}`);
  }
  for (const [kind, { path, size, brotli, sha256 }] of Object.entries(files)) {
    if (!existsSync(join(programs, path))) {
      faults.push(`${path} is missing: ${rebuild}`);
      continue;
    }
    const bytes = readFileSync(join(programs, path));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length !== size || found !== sha256) {
      faults.push(`${path} is not the file that manifest.json describes: ${rebuild}`);
    }
    if (kind === 'plain' && brotli > budget) {
      faults.push(`${path} has ${brotli} bytes in Brotli 11, more than the budget of ${budget}`);
    }
  }
}

for (const fault of faults) console.error(`coreutils/check.ts: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
