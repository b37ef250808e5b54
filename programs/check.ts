// Checks the programs in public/programs/ without building them: `node programs/check.ts`.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { published, readManifest } from './manifest.ts';
import { programNames, sourceHash } from './source-hash.ts';

/** What a visitor loads before the first `ls`, and before the first command of another program, in Brotli 11. */
const budgets = { coreutils: 2_200_000, other: 1_000_000 };

const rebuild = (name: string): string =>
  `run 'npm run build:programs ${name}' and commit public/programs/`;
const faults: string[] = [];

const manifest = readManifest();
const names = manifest.map(({ name }) => name);
for (const name of programNames()) {
  if (!names.includes(name)) faults.push(`${name} is not built: ${rebuild(name)}`);
}
const owners = new Map<string, string>();
for (const { name, source, licences, commands, files } of manifest) {
  if (!programNames().includes(name)) {
    faults.push(`${name} is in manifest.json, and not in programs/`);
    continue;
  }
  if (source !== sourceHash(name)) {
    faults.push(`${name} was built from other sources than those in programs/: ${rebuild(name)}`);
  }
  if (!existsSync(join(published, licences))) {
    faults.push(`${licences} is missing: ${rebuild(name)}`);
  }
  for (const command of commands) {
    const other = owners.get(command);
    if (other !== undefined) faults.push(`${command} is a command of ${other} and of ${name}`);
    owners.set(command, name);
  }
  const budget = name === 'coreutils' ? budgets.coreutils : budgets.other;
  for (const [kind, { path, size, brotli, sha256 }] of Object.entries(files)) {
    if (!existsSync(join(published, path))) {
      faults.push(`${path} is missing: ${rebuild(name)}`);
      continue;
    }
    const bytes = readFileSync(join(published, path));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length !== size || found !== sha256) {
      faults.push(`${path} is not the file that manifest.json describes: ${rebuild(name)}`);
    }
    if (kind === 'plain' && brotli > budget) {
      faults.push(`${path} has ${brotli} bytes in Brotli 11, more than the budget of ${budget}`);
    }
  }
}

for (const fault of faults) console.error(`programs/check.ts: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
