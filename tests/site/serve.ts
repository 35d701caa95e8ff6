/** Serves a built site as a plain static host does: compressed, under its base path, with its page for what is not there. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.xml': 'application/xml',
};

export type Served = { url: string; stop: () => Promise<void> };

const fileOf = (folder: string, base: string, path: string): string | undefined => {
  if (!path.startsWith(base)) return undefined;
  const rest = normalize(`/${decodeURIComponent(path.slice(base.length))}`);
  return join(folder, rest.endsWith('/') ? `${rest}index.html` : rest);
};

/** Not yet: the site is being built. */
export const NOT_YET = 503;

/** Who asks before the site is built is told so, and why when it cannot be built. */
export const serve = async (built: Promise<string>, base = '/'): Promise<Served> => {
  let site: { folder: string } | { status: number; why: string } = { status: NOT_YET, why: 'it is being built' };
  built.then(
    (folder) => (site = { folder }),
    (error: unknown) => (site = { status: 500, why: String(error) }),
  );
  const server = createServer((request, response) => {
    if ('folder' in site) answer(site.folder, request, response);
    else response.writeHead(site.status, { 'content-type': 'text/plain' }).end(site.why);
  });
  const answer = (folder: string, request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (status: number, file: string, body: Buffer): void => {
      response
        .writeHead(status, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip' })
        .end(gzipSync(body));
    };
    const file = fileOf(folder, base, pathname);
    const missing = join(folder, '404.html');
    void (file === undefined ? Promise.reject(new Error('outside')) : readFile(file)).then(
      (body) => send(200, file ?? '', body),
      async () => send(404, missing, await readFile(missing)),
    );
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}${base}`, stop };
};
