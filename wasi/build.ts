// `npm run build:library`: the package as JavaScript and declarations, in dist/.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const dist = join(folder, 'dist');

/** The compiler renames the imports of code, but neither those of declarations nor the addresses of workers. */
function rename(file: string): void {
  const text = readFileSync(file, 'utf8');
  const renamed = text.replaceAll(/(from |import\(|new URL\()'(\.[^']*)\.ts'/g, "$1'$2.js'");
  if (renamed !== text) writeFileSync(file, renamed);
}

rmSync(dist, { recursive: true, force: true });
const compiler = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
const { status } = spawnSync(compiler, ['-p', join(folder, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (/\.(js|d\.ts)$/.test(name)) rename(join(dist, name));
}
cpSync(join(folder, 'vite/client.d.ts'), join(dist, 'vite/client.d.ts'));
chmodSync(join(dist, 'instrument/command.js'), 0o755);
