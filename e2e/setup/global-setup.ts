// Serves the built page under a sub-path, as any static host would, for as long as the tests run.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveFolder } from './static-server.ts';

export default async function setUp(): Promise<() => void> {
  const folder = process.env['DIRSH_DIST'] ?? 'dist';
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(`there is no page in ${folder}/: run 'npm run build' first`);
  }
  const server = await serveFolder(folder, '/some/path/');
  process.env['DIRSH_URL'] = server.url;
  return () => server.close();
}
