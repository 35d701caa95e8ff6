/** How the command line starts beside a bare Node, and what a run holds in memory at most. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leastOf, once, ratioFigure } from './measure.ts';
import type { Figure, Side } from './measure.ts';
import { runnerSide } from './workload.ts';

const ROUNDS = 31;
const START_RATIO = 1.5;
const MEMORY_MB = 120;
const STEPS = 20;

export type Builds = { node: string; packaged: string; one: string; executable: string };

export const startFigures = ({ node, packaged, one, executable }: Builds): Figure[] => {
  const sides = {
    bare: { argv: [node, '-e', '0'] },
    version: { argv: [node, packaged, '--version'] },
    list: { argv: [node, packaged, 'list'] },
    one: { argv: [node, one, 'list'] },
    executable: { argv: [executable, 'list'] },
  };
  const least = leastOf<keyof typeof sides>(sides, ROUNDS);
  const beside = (what: string, it: number): Figure => ratioFigure(what, { it, other: least.bare, named: 'node -e 0' }, START_RATIO);
  return [
    beside('runbook --version, the package', least.version),
    beside('runbook list, the package', least.list),
    beside('runbook list, the executable', least.executable),
    beside('runbook list, the one file', least.one),
  ];
};

/** The most that the runner itself ever held, as the kernel counted it. */
const peakMb = (side: Side, file: string): number => {
  const told = `data:text/javascript,import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)))`;
  once({ ...side, env: { ...side.env, NODE_OPTIONS: `--import "${told.replaceAll('"', '\\"')}"` } });
  return Number(readFileSync(file, 'utf8')) / 1024;
};

const memoryFigure = (what: string, measured: number): Figure => ({
  what,
  measured: `${measured.toFixed(0)} MB`,
  goal: `< ${MEMORY_MB} MB`,
  met: measured < MEMORY_MB,
});

export const memoryFigures = (dir: string, runner: string[]): Figure[] => [
  memoryFigure(`peak memory of a run of ${STEPS} steps`, peakMb(runnerSide({ dir, count: STEPS }, runner), join(dir, 'peak'))),
];
