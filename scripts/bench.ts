/**
 * Measures what the project promises about speed and writes it, met or not, into BENCHMARKS.md with the machine it was on. All sides of a comparison
 * run in turns in this one run. `--only steps,start` measures some and prints them, without writing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Figure } from './bench/measure.ts';
import { siteFigures } from './bench/site.ts';
import { sshFigures } from './bench/ssh.ts';
import { memoryFigures, startFigures } from './bench/start.ts';
import { stepFigures } from './bench/steps.ts';
import { ensurePackages } from './setup/debian.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });

execFileSync(process.execPath, ['scripts/package.ts', '--arch', process.arch], { stdio: 'ignore' });
await ensurePackages(['bench', 'ssh']);

const builds = {
  node: process.execPath,
  packaged: 'dist/cli/runbook.mjs',
  one: 'dist/one/runbook.mjs',
  executable: join('dist/package', `runbook-linux-${process.arch}`),
};
const runner = [process.execPath, join(process.cwd(), builds.packaged)];
/** On a disk: /tmp may be memory, and then nothing is synced. */
const dir = mkdtempSync('/var/tmp/kubemend-bench-');

const measures: Record<string, () => Figure[] | Promise<Figure[]>> = {
  start: () => startFigures(builds),
  steps: () => stepFigures(dir, runner),
  ssh: () => sshFigures(dir, runner),
  memory: () => memoryFigures(dir, runner),
  site: siteFigures,
};

const machine = (): string => {
  const [first] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.versions.node}, load ${load} when it began`;
};

const row = ({ what, measured, goal, met }: Figure): string => `| ${what} | ${measured} | ${goal} | ${met ? 'met' : '**missed**'} |\n`;

const page = (figures: Figure[], on: string): string => `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${on}.

All sides of a line ran in turns, and the least that each took counts. For steps, start-up is what one step takes; it is told apart and taken off on both sides. The
journal is synced to the disk before every step; how it ended is synced with what is written before the next.

| what | measured | goal | |
|---|---|---|---|
${figures.map(row).join('')}`;

const on = machine();
const figures: Figure[] = [];
try {
  for (const name of values.only?.split(',') ?? Object.keys(measures)) {
    const measured = (await measures[name]?.()) ?? [];
    for (const figure of measured) process.stdout.write(row(figure));
    figures.push(...measured);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
if (values.only === undefined) writeFileSync('BENCHMARKS.md', page(figures, on));
