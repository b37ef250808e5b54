// Two pages of the shell on a new folder: one whose times count, and one that counts calls.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../e2e/setup/shell-page.ts';
import { serveFolder } from '../../e2e/setup/static-server.ts';
import { bundleLimit } from '../limit/bundle.ts';
import { BenchPage } from './bench-page.ts';
import { countingScripts } from './counting.ts';

/** Where the page was built. */
export const dist = process.env['DIRSH_DIST'] ?? 'dist';

export interface Places {
  /** The page whose times count. */
  readonly timed: BenchPage;
  /** One that counts calls. */
  readonly counting: BenchPage;
  readonly folder: string;
}

/** A new folder, which `fill` fills, or one that is there. */
type Folder = { readonly fill: (folder: string) => void } | { readonly folder: string };

/** Opens a browser for times and one for counts, on a folder, and gives what `use` does with them. */
export async function withFolder<T>(
  { engine, ...given }: { readonly engine: EngineName } & Folder,
  use: (places: Places) => Promise<T>,
): Promise<T> {
  const limit = await bundleLimit();
  const folder =
    'folder' in given ? given.folder : realpathSync(mkdtempSync(join(tmpdir(), 'dirsh-bench-')));
  const server = await serveFolder(dist, '/bench/', { 'limit.js': Buffer.from(limit) });
  const countingServer = await serveFolder(dist, '/bench/', countingScripts(dist, limit));
  const pages: BenchPage[] = [];
  const open = async (url: string): Promise<BenchPage> => {
    const page = await BenchPage.open(url, engine, folder);
    pages.push(page);
    return page;
  };
  try {
    if ('fill' in given) given.fill(folder);
    return await use({
      timed: await open(server.url),
      counting: await open(countingServer.url),
      folder,
    });
  } finally {
    for (const page of pages) await page.close();
    server.close();
    countingServer.close();
    if ('fill' in given) rmSync(folder, { recursive: true, force: true });
  }
}
