/**
 * Measures what the project promises about speed: how the built CLI starts beside a bare Node, what an article page
 * costs on the wire, how long the site takes to build. Prints figures; asserts nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const RUNS = 21;
const SITE = 'dist/site';
const ARTICLE = 'kb/microk8s-dnat/index.html';

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = (args: string[]): number => {
  const began = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - began;
};

/** Each command in turn with a bare Node, so that a machine that drifts drifts for both. */
const startUp = (name: string, args: string[]): void => {
  timed(args);
  const pairs = Array.from({ length: RUNS }, () => ({ bare: timed(['-e', '0']), it: timed(args) }));
  const ratio = median(pairs.map(({ bare, it }) => it / bare));
  const ms = (pick: 'bare' | 'it') => median(pairs.map((pair) => pair[pick])).toFixed(0);
  console.log(
    `${name.padEnd(28)} ${ms('it')} ms · node -e 0: ${ms('bare')} ms · ratio ${ratio.toFixed(2)} (goal ≤ 1.50), median of ${RUNS} pairs`,
  );
};

/** The page and every stylesheet and script that it names. */
const partsOf = (page: string): string[] => {
  const html = readFileSync(join(SITE, page), 'utf8');
  const named = [...html.matchAll(/(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"/g)].map(([, url = '']) => url);
  return [page, ...named.map((url) => (url.startsWith('/') ? url.slice(1) : join(dirname(page), url)))];
};

const pageWeight = (page: string): void => {
  const parts = partsOf(page).map((part) => readFileSync(join(SITE, part)));
  const kB = (compress: (data: Buffer) => Buffer) => (parts.reduce((sum, part) => sum + compress(part).length, 0) / 1000).toFixed(1);
  console.log(
    `${page.padEnd(28)} ${kB(gzipSync)} kB gzip, ${kB(brotliCompressSync)} kB brotli in ${parts.length} files (goal ≤ 40 kB, without search)`,
  );
};

const siteBuild = (): void => {
  const began = performance.now();
  execFileSync('astro', ['build'], { stdio: 'ignore' });
  console.log(`${'astro build'.padEnd(28)} ${((performance.now() - began) / 1000).toFixed(1)} s (goal ≤ 6 s)`);
};

if (!existsSync('dist/cli/runbook.mjs')) execFileSync(process.execPath, ['scripts/build-cli.ts'], { stdio: 'inherit' });
siteBuild();
pageWeight(ARTICLE);
startUp('runbook --version', ['dist/cli/runbook.mjs', '--version']);
startUp('runbook list', ['dist/cli/runbook.mjs', 'list']);
startUp('one file: runbook list', ['dist/one/runbook.mjs', 'list']);
