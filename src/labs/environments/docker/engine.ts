/** A Docker Engine alone in its namespaces: made, waited for, reached, and taken away with everything on it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describeExec } from '../../../domain/exec.ts';
import type { ExecResult } from '../../../domain/exec.ts';
import { fail } from '../../../domain/problem.ts';
import { cgroupsOf, processesIn, removeCgroups, thaw } from '../../cgroup.ts';
import type { ExecOptions } from '../../environment.ts';
import { holderNamespace, killAll, TOKEN } from '../../holder.ts';
import { runCommand } from '../../run-command.ts';
import { directoryOf } from '../../state.ts';
import type { LabRecord } from '../../state.ts';
import { launch } from '../netns/scripts.ts';
import { boot, engine, enter, enterNode, waitForEngine } from './scripts.ts';

const BASH = ['bash', '--noprofile', '--norc', '-euo', 'pipefail', '-c'];
const COPY_MS = 120_000;
const START_MS = 90_000;
const ENDING_MS = 30_000;

export const engineTools = { unshare: 'util-linux', nsenter: 'util-linux', setsid: 'util-linux', ip: 'iproute2' };

/**
 * `engines`: version → directory of its dockerd; `version`: the one to begin with. `data`: a directory of images to begin with. It is
 * not changed: its layers are linked, for an engine never writes to them.
 */
export type EngineParts = {
  root: string;
  engines: Record<string, string>;
  version: string;
  /** Name → file of the machine, in /usr/local/bin. */
  programs?: Record<string, string>;
  /** Name → directory that is seen there as /opt/kubemend/extras/<name>. */
  extras?: Record<string, string>;
  /** Name → text of commands of the environment, in /opt/kubemend. */
  commands?: Record<string, string>;
  files?: string;
  data?: string;
  share?: string;
};

export const exec = (record: LabRecord, script: string, options: ExecOptions = {}): Promise<ExecResult> => {
  const { as = 'node', timeoutMs, env = {} } = options;
  const enterFile = join(directoryOf(record.instance), 'enter');
  return runCommand(['bash', '--noprofile', '--norc', enterFile, as, ...BASH, script], {
    env,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
};

export const succeeded = (result: ExecResult): boolean => result.kind === 'exited' && result.code === 0;

const LAST_LINES = 12;

/** The end of what it said, which is where a daemon says why. */
export const must = (what: string, result: ExecResult): ExecResult => {
  if (succeeded(result)) return result;
  const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-LAST_LINES).join('\n');
  return fail('lab-cannot-run', `${what}: ${describeExec(result)}${said === '' ? '' : `\n${said}`}`);
};

const copyData = `
for part in "$1"/*; do
  case $part in
    */overlay2) cp -al "$part" "$2/" 2>/dev/null || { rm -rf "$2/overlay2"; cp -a --reflink=auto "$part" "$2/"; } ;;
    *) cp -a --reflink=auto "$part" "$2/" ;;
  esac
done`;

const writeAll = (directory: string, texts: Record<string, string>): void => {
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text, { mode: 0o755 });
};

const lines = (entries: Record<string, string>): string =>
  Object.entries(entries)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');

export const engineUp = async (record: LabRecord, parts: EngineParts): Promise<void> => {
  const { root, engines, version, programs = {}, extras = {}, commands = {}, files = '', data, share = '' } = parts;
  const directory = directoryOf(record.instance);
  for (const part of ['mnt', 'data', 'commands']) mkdirSync(join(directory, part));
  writeAll(directory, { boot, enter, 'enter-node': enterNode, engines: lines(engines), programs: lines(programs), extras: lines(extras) });
  writeAll(join(directory, 'commands'), { engine, ...commands });
  const env = { [TOKEN]: record.token };
  if (data !== undefined)
    must(
      'the images of the engine were not copied',
      await runCommand(['bash', '--noprofile', '--norc', '-euc', copyData, 'copy', data, join(directory, 'data')], {
        env,
        timeoutMs: COPY_MS,
      }),
    );
  must(
    'the namespaces of the engine were not made',
    await runCommand(['bash', '--noprofile', '--norc', '-c', launch, 'launch', directory, files, record.instance, root, version, share], {
      env,
    }),
  );
  must('the Docker Engine did not start', await exec(record, waitForEngine, { as: 'client', timeoutMs: START_MS }));
};

/** The kernel takes a moment until a cgroup without processes may go. */
const cgroupsGone = async (instance: string): Promise<void> => {
  for (let tries = 0; cgroupsOf(instance).length > 0; tries++) {
    if (tries > 100) return fail('internal', `cgroups of the lab do not go: ${cgroupsOf(instance).slice(0, 3).join(', ')}`);
    removeCgroups(instance);
    if (cgroupsOf(instance).length > 0) await setTimeout(50);
  }
};

/** The directory only when nothing is mounted in it: what is under a mount is not the lab's to remove. */
export const engineDown = async (record: LabRecord): Promise<void> => {
  const { instance, token } = record;
  const directory = directoryOf(instance);
  await killAll({
    token,
    namespace: holderNamespace(directory),
    others: () => processesIn(instance),
    before: () => thaw(instance),
    withinMs: ENDING_MS,
  });
  await cgroupsGone(instance);
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${directory}/`))
    return fail('internal', `something is mounted under ${directory}`);
  rmSync(directory, { recursive: true, force: true });
};
