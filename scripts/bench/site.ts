/** What an article page costs on the wire, and how long the site takes to build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Figure } from './measure.ts';

const PAGE_KB = 40;
const BUILD_SECONDS = 6;
const SITE = 'dist/site';
const ARTICLE = 'kb/microk8s-dnat/index.html';

/** The page and every stylesheet and script that it names. */
const partsOf = (page: string): string[] => {
  const html = readFileSync(join(SITE, page), 'utf8');
  const named = [...html.matchAll(/(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"/g)].map(([, url = '']) => url);
  return [page, ...named.map((url) => (url.startsWith('/') ? url.slice(1) : join(dirname(page), url)))];
};

const pageWeight = (page: string): Figure => {
  const parts = partsOf(page).map((part) => readFileSync(join(SITE, part)));
  const kB = (compress: (data: Buffer) => Buffer) => parts.reduce((sum, part) => sum + compress(part).length, 0) / 1000;
  const gzip = kB(gzipSync);
  const measured = `${gzip.toFixed(1)} kB gzip, ${kB(brotliCompressSync).toFixed(1)} kB brotli in ${parts.length} files, without search`;
  return { what: page, measured, goal: `≤ ${PAGE_KB} kB`, met: gzip <= PAGE_KB };
};

export const siteFigures = (): Figure[] => {
  const began = performance.now();
  execFileSync('astro', ['build'], { stdio: 'ignore' });
  const seconds = (performance.now() - began) / 1000;
  const build = { what: 'astro build', measured: `${seconds.toFixed(1)} s`, goal: `≤ ${BUILD_SECONDS} s`, met: seconds <= BUILD_SECONDS };
  return [build, pageWeight(ARTICLE)];
};
