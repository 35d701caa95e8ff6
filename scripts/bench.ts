/**
 * Measures what the project promises about speed: how the built CLI starts beside a bare Node, what an article page
 * costs on the wire, how long the site takes to build. Prints figures; asserts nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const RUNS = 21;
const START_RATIO = 1.5;
const PAGE_KB = 40;
const BUILD_SECONDS = 6;
const SITE = 'dist/site';
const ARTICLE = 'kb/microk8s-dnat/index.html';

const line = (name: string, met: boolean): string => `${met ? ' ' : '✗'} ${name.padEnd(28)}`;
const goalText = (goal: number | null, unit = ''): string => (goal === null ? '' : ` (goal ≤ ${goal}${unit})`);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = (args: string[]): number => {
  const began = performance.now();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return performance.now() - began;
};

/** Each command in turn with a bare Node, so that a machine that drifts drifts for both. */
const startUp = (name: string, args: string[], goal: number | null): void => {
  timed(args);
  const pairs = Array.from({ length: RUNS }, () => ({ bare: timed(['-e', '0']), it: timed(args) }));
  const ratio = median(pairs.map(({ bare, it }) => it / bare));
  const ms = (pick: 'bare' | 'it') => median(pairs.map((pair) => pair[pick])).toFixed(0);
  console.log(
    `${line(name, goal === null || ratio <= goal)} ${ms('it')} ms · node -e 0: ${ms('bare')} ms · ratio ${ratio.toFixed(2)}${goalText(goal)}, median of ${RUNS} pairs`,
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
  const kB = (compress: (data: Buffer) => Buffer) => parts.reduce((sum, part) => sum + compress(part).length, 0) / 1000;
  const gzip = kB(gzipSync);
  console.log(
    `${line(page, gzip <= PAGE_KB)} ${gzip.toFixed(1)} kB gzip, ${kB(brotliCompressSync).toFixed(1)} kB brotli in ${parts.length} files${goalText(PAGE_KB, ' kB')}, without search`,
  );
};

const siteBuild = (): void => {
  const began = performance.now();
  execFileSync('astro', ['build'], { stdio: 'ignore' });
  const seconds = (performance.now() - began) / 1000;
  console.log(`${line('astro build', seconds <= BUILD_SECONDS)} ${seconds.toFixed(1)} s${goalText(BUILD_SECONDS, ' s')}`);
};

if (!existsSync('dist/cli/runbook.mjs')) execFileSync(process.execPath, ['scripts/build-cli.ts'], { stdio: 'inherit' });
siteBuild();
pageWeight(ARTICLE);
startUp('runbook --version', ['dist/cli/runbook.mjs', '--version'], START_RATIO);
startUp('runbook list', ['dist/cli/runbook.mjs', 'list'], START_RATIO);
startUp('one file: runbook list', ['dist/one/runbook.mjs', 'list'], null);
