// Checks the examples' programs without building them: `node examples/check.ts`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  examples,
  instrumentedModule,
  manifestFile,
  programs,
  sha256,
  sourceHash,
  type Manifest,
} from './programs.ts';

const rebuild = `run 'npm run build:examples' and commit examples/`;
const faults: string[] = [];

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
for (const program of programs) {
  const built = manifest[program.module];
  if (built?.source !== sourceHash(program)) {
    faults.push(`${program.module} was built from other sources than those beside it: ${rebuild}`);
    continue;
  }
  for (const path of [program.module, instrumentedModule(program)]) {
    if (path === undefined) continue;
    const described = built.files[path];
    const file = join(examples, path);
    const bytes = existsSync(file) ? readFileSync(file) : undefined;
    if (bytes === undefined || sha256(bytes) !== described?.sha256) {
      faults.push(`${path} is not the file that manifest.json describes: ${rebuild}`);
    }
  }
}

for (const fault of faults) console.error(`examples/check.ts: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
