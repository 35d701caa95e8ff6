/**
 * `npm run cluster`: prepares what labs on a real cluster need. Again is quick, and it may be interrupted at any time. With `--prune`
 * what only earlier versions of it needed goes away then.
 */
import { parseArgs } from 'node:util';
import { ProblemError } from '../src/domain/problem.ts';
import { clusterCache } from '../src/labs/cluster/prepared.ts';
import { prepare } from './cluster/prepare.ts';
import { duration } from './cluster/progress.ts';

const { values } = parseArgs({ options: { prune: { type: 'boolean', default: false } } });
const began = performance.now();
const say = (line: string): void => console.log(`[${duration(performance.now() - began)}] ${line}`);

try {
  await prepare(say, values);
  say(`ready after ${duration(performance.now() - began)}, in ${clusterCache()}`);
} catch (error) {
  if (!(error instanceof ProblemError)) throw error;
  console.error(`${error.problem.message}\n${error.problem.hint ?? ''}`);
  process.exitCode = 1;
}
