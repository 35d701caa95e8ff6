/**
 * `npm run demo`: breaks a lab node in front of you, mends it with the runbook as a user would, takes it away, and serves the site
 * with the proof of just that on the page. `-- --no-serve` ends after the build.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { preview } from 'astro';
import { boundNow } from '../src/catalog/bound.ts';
import { ProblemError } from '../src/domain/problem.ts';
import type { CheckRecord, Proof } from '../src/domain/proof.ts';
import { cellOf, readLab, runbookDirectory } from '../src/labs/definition.ts';
import type { LabHandle } from '../src/labs/environment.ts';
import { makeProof } from '../src/labs/proof.ts';
import { factsOf } from '../src/labs/run-cell.ts';
import { readRunbook } from '../src/labs/run-lab.ts';
import { injectInto, isGone, labDown, labUp, labsDown } from '../src/labs/stand.ts';
import { snapshot } from './machine-snapshot.ts';
import { ensurePackages } from './setup/debian.ts';

const ROOT = join(import.meta.dirname, '..');
const SLUG = 'microk8s-dnat';
const SOURCE = { root: ROOT, slug: SLUG, level: 'component' } as const;
const CELL = 'timeout';
const PORTS = [80, 9071];
/** Not in the tree: only `npm run prove` writes there. */
const PROOFS = join(ROOT, '.cache', 'demo-proofs');

const began = performance.now();
const startedAt = new Date().toISOString();
const checks: CheckRecord[] = [];
const secondsSince = (moment: number): number => Number(((performance.now() - moment) / 1000).toFixed(2));

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const chapter = (text: string): void => say(`\n${styleText(['bold', 'inverse'], ` ${text} `)}\n`);

/** What must be true at this point of the demo. The first thing that is not ends it. */
const check = async (id: string, title: string, holds: () => Promise<boolean>): Promise<void> => {
  const moment = performance.now();
  const passed = await holds();
  checks.push({ id, cell: 'demo', title, outcome: passed ? 'passed' : 'failed', detail: '', seconds: secondsSince(moment) });
  if (!passed) throw new Error(`this is not true: ${title}`);
};

/** A command as a person would have typed it, with what it says. */
const typed = async (lab: LabHandle, as: 'node' | 'client', command: string): Promise<number | null> => {
  say(`${styleText('dim', `${as}$`)} ${styleText('bold', command)}`);
  const result = await lab.exec(command, { as });
  process.stdout.write(result.stdout + result.stderr);
  return result.kind === 'exited' ? result.code : null;
};

/** The journals of the demo's runs are not the reader's. */
const STATE = { XDG_STATE_HOME: join(ROOT, '.cache', 'demo-state') };

const run = (args: string[], env: Record<string, string> = {}): Promise<number | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...STATE, ...env } });
    child.once('error', reject);
    child.once('close', resolve);
  });

const runbook = async (lab: LabHandle): Promise<boolean> => {
  const args = ['run', SLUG, '--target', `lab://${lab.instance}`, '--yes'];
  say(`${styleText('dim', 'node$')} ${styleText('bold', `runbook ${args.join(' ')}`)}`);
  return (await run(['src/cli/main.ts', ...args])) === 0;
};

const jumps = (lab: LabHandle) => typed(lab, 'node', "iptables-legacy -t nat -S CNI-HOSTPORT-DNAT | grep -o 'dnat name: .*'");

const curls = async (lab: LabHandle): Promise<boolean[]> => {
  const answers: boolean[] = [];
  for (const port of PORTS) answers.push((await typed(lab, 'client', `curl -sS --max-time 5 http://${lab.address}:${port}/`)) === 0);
  return answers;
};
const allAnswer = async (lab: LabHandle): Promise<boolean> => (await curls(lab)).every(Boolean);
const noneAnswers = async (lab: LabHandle): Promise<boolean> => !(await curls(lab)).some(Boolean);

const story = async (lab: LabHandle): Promise<void> => {
  chapter('1  A node: two pods with hostPorts, serving');
  await jumps(lab);
  await check('serves', 'The hostPorts answer a neighbour', () => allAnswer(lab));

  chapter('2  microk8s stop, microk8s start: canonical/microk8s#4944');
  say(styleText('dim', 'Real: netfilter, iptables-legacy, CNI plugins, servers. MicroK8s itself is absent: its commands are stand-ins.\n'));
  await check('injected', 'MicroK8s was stopped and started', async () => (await injectInto(ROOT, lab.instance)).ok);
  await jumps(lab);
  await check('broken', 'Once broken, the hostPorts do not answer', () => noneAnswers(lab));

  chapter('3  runbook run');
  await check('fixed', 'The runbook finds the fault, fixes it and verifies', () => runbook(lab));
  await check('answers', 'The hostPorts answer a neighbour again', () => allAnswer(lab));

  chapter('4  Again: nothing to change');
  await check('again', 'A second run ends healthy', () => runbook(lab));
};

const proofOf = async (versions: Record<string, string>): Promise<Proof> => {
  const lab = readLab(SOURCE);
  const bound = await boundNow(readRunbook(ROOT, SLUG), runbookDirectory(ROOT, SLUG), SOURCE.level);
  const { title, settings } = cellOf(lab, CELL);
  const about = { startedAt, seconds: secondsSince(began), attempts: 1, outcome: 'passed' } as const;
  const cell = { id: 'demo', kind: 'affected', title, settings, versions, ...about } as const;
  return makeProof({ slug: SLUG, lab, bound, cells: [{ cell, checks, lookedFor: [] }] });
};

/** The lab names nothing on the machine. What changes there meanwhile is somebody else's, and is told. */
const tellOfMachine = (before: string, after: string): void => {
  const [were, are] = [before.split('\n'), after.split('\n')];
  const changed = [...were.filter((line) => !are.includes(line)), ...are.filter((line) => !were.includes(line))];
  if (changed.length === 0) return say('Links, namespaces, rules, mounts and cgroups of this machine are the same as before.');
  say(`No process and no file of the lab is left. Meanwhile others on this machine changed ${changed.length} lines of its state, such as:`);
  for (const line of changed.slice(0, 3)) say(styleText('dim', `  ${line.slice(0, 110)}`));
};

/** Up, broken, mended, gone; what is proven by it. */
const show = async (): Promise<Proof> => {
  const before = snapshot();
  const lab = await labUp(SOURCE, CELL);
  let versions: Record<string, string>;
  try {
    await story(lab);
    versions = await factsOf(readLab(SOURCE), lab);
  } finally {
    await labDown(lab.instance);
  }
  chapter('5  The lab is gone, without a trace');
  await check('gone', 'The lab is gone without a trace', async () => isGone(lab.instance));
  tellOfMachine(before, snapshot());
  return proofOf(versions);
};

const site = async (proof: Proof): Promise<void> => {
  chapter('6  The site, with the proof of this on the page');
  rmSync(PROOFS, { recursive: true, force: true });
  mkdirSync(join(PROOFS, SLUG), { recursive: true });
  writeFileSync(join(PROOFS, SLUG, 'demo.json'), JSON.stringify(proof, null, 2));
  if ((await run(['node_modules/.bin/astro', 'build', '--silent'], { KUBEMEND_PROOFS: PROOFS })) !== 0)
    throw new Error('the site was not built');
  if (process.argv.includes('--no-serve')) return say(`built: dist/site/kb/${SLUG}/index.html`);
  const server = await preview({ root: ROOT, logLevel: 'error', server: { host: '127.0.0.1' } });
  say(`open  ${styleText('bold', `http://127.0.0.1:${server.port}/kb/${SLUG}/`)}  (Ctrl-C ends it)`);
};

try {
  await ensurePackages(['lab']);
  await labsDown({ all: false });
  const proof = await show();
  await site(proof);
} catch (error) {
  say(error instanceof ProblemError ? `${error.problem.message}\n${error.problem.hint ?? ''}` : String(error));
  process.exitCode = 1;
}
