// Any static file server: files of a folder under a sub-path, without a header that a page could rely on.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface StaticServer {
  /** The address of the folder, with the sub-path, ending in a slash. */
  readonly url: string;
  close(): void;
}

/**
 * Serves `folder` at `path` on a free port of the loopback.
 * @param replaced contents that stand for files, by their path below the folder; null for one that is missing
 */
export async function serveFolder(
  folder: string,
  path = '/',
  replaced: Readonly<Record<string, Uint8Array | null>> = {},
): Promise<StaticServer> {
  const server: Server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const below = decodeURIComponent(pathname);
    if (!below.startsWith(path)) return void response.writeHead(404).end();
    const relative = normalize(below.slice(path.length)).replace(/^(\.\.\/)+/, '');
    const content = replaced[relative];
    if (content === null) return void response.writeHead(404).end();
    if (content !== undefined) {
      const type = types[extname(relative)] ?? 'application/octet-stream';
      return void response.writeHead(200, { 'content-type': type }).end(content);
    }
    const file = join(folder, relative === '.' || relative === '' ? 'index.html' : relative);
    try {
      const { size, mtime } = await stat(file);
      const etag = `"${size}-${mtime.getTime()}"`;
      const headers = {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        etag,
        'cache-control': 'no-cache',
      };
      if (request.headers['if-none-match'] === etag)
        return void response.writeHead(304, headers).end();
      response.writeHead(200, { ...headers, 'content-length': size });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${path}`, close: () => void server.close() };
}
