/** Kills `runbook lab`, or the dockerd of its lab, at a chosen moment of its cycle, and tells what the machine was like before and after. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { snapshot } from '../../scripts/machine-snapshot.ts';
import { cgroupsOf, processesIn } from '../../src/labs/cgroup.ts';
import { holderNamespace } from '../../src/labs/holder.ts';
import { inPidNamespace, withVariable } from '../../src/labs/processes.ts';
import { directoryOf, instances, readRecord } from '../../src/labs/state.ts';
import { ROOT, SLUG } from '../labs/helpers.ts';

const CELL = 'stop-start';
const EVERY_MS = 20;
const LIMIT_MS = 500_000;

type Seen = { instance: string; said: string };
export type Moment = { name: string; reached: (seen: Seen) => boolean };

const has =
  (file: string) =>
  ({ instance }: Seen): boolean =>
    existsSync(join(directoryOf(instance), file));
const processes =
  (count: number) =>
  ({ instance }: Seen): boolean =>
    processesIn(instance).length >= count;
const said =
  (line: string) =>
  (seen: Seen): boolean =>
    seen.said.includes(line);
const stage = ({ instance }: Seen): string => readRecord(instance)?.stage ?? '';

/** From the first directory to the last process, told by what is on the disk and by what the command says. */
export const moments: Moment[] = [
  { name: 'its place is claimed', reached: () => true },
  { name: 'the namespaces of its engine are there', reached: has('holder') },
  { name: 'kind begins to make the cluster', reached: has('node') },
  { name: 'the node starts', reached: processes(5) },
  { name: 'the control plane starts', reached: processes(20) },
  { name: 'the workload starts', reached: has('address') },
  { name: 'the healthy cluster is read', reached: said('The lab stands') },
  { name: 'it is being broken', reached: said('Reading changed nothing there') },
  { name: 'it is being mended', reached: said('The fault is present') },
  { name: 'it is being taken away', reached: (seen) => stage(seen) === 'removing' },
];

export const momentsOf = (...names: string[]): Moment[] => moments.filter(({ name }) => names.includes(name));

const firstInstance = (): string | undefined => instances()[0];

const startLab = () => {
  const args = ['src/cli/main.ts', 'lab', SLUG, '--level', 'cluster', '--cell', CELL];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const heard = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (heard.text += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, heard, ended };
};

type Started = ReturnType<typeof startLab>;

/** Waits for the moment; a command that ended before it says what it said. */
const until = async ({ heard, ended }: Started, { name, reached }: Moment): Promise<string> => {
  let over = false;
  void ended.then(() => (over = true));
  for (const limit = performance.now() + LIMIT_MS; performance.now() < limit && !over; await setTimeout(EVERY_MS)) {
    const instance = firstInstance();
    if (instance !== undefined && reached({ instance, said: heard.text })) return instance;
  }
  throw new Error(`it never came to this: ${name}\n${heard.text}`);
};

export const killedMaker = async (moment: Moment): Promise<{ instance: string; token: string }> => {
  const started = startLab();
  const instance = await until(started, moment);
  const token = readRecord(instance)?.token ?? '-';
  started.child.kill('SIGKILL');
  await started.ended;
  return { instance, token };
};

const nameOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
};

/** Kills the engine, and lets the command come to its own end. */
export const killedEngine = async (moment: Moment): Promise<{ instance: string; token: string; code: number | null; said: string }> => {
  const started = startLab();
  const instance = await until(started, moment);
  const token = readRecord(instance)?.token ?? '-';
  const inside = inPidNamespace(holderNamespace(directoryOf(instance)) ?? '');
  inside.filter((pid) => nameOf(pid) === 'dockerd').forEach((pid) => process.kill(pid, 'SIGKILL'));
  const code = await started.ended;
  return { instance, token, code, said: started.heard.text };
};

/** What others name on the machine meanwhile is not of this lab. */
const OTHERS = /\bkubemend-[a-z0-9]+-[0-9a-f]{6}\b/;
/** Where engines and clusters leave something. Whoever else works on this machine writes elsewhere. */
const places = `/etc/cni /etc/containerd /etc/docker /etc/kubernetes /etc/netns /opt/cni /run/netns /run/docker /run/containerd
/var/lib/cni /var/lib/containerd /var/lib/docker /var/lib/etcd /var/lib/kubelet /var/log/containers /var/log/pods`.split(/\s/);
const PLACES = [places, ['.kube', '.docker', '.kind', '.minikube'].map((name) => join(homedir(), name))].flat();

const files = (): string[] =>
  PLACES.flatMap((place) => (existsSync(place) ? [place, ...readdirSync(place).map((name) => join(place, name))] : []));

/** Links, addresses, routes, namespaces, rules, mounts, empty cgroups, and what lies where programs leave something. */
export const machine = (): string => [...snapshot().split('\n'), ...files()].filter((line) => !OTHERS.test(line)).join('\n');

/** Whatever of a lab is still somewhere: in /proc, in the cgroups, among the namespaces that are held. Empty when nothing is. */
export const remainsOf = ({ instance, token }: { instance: string; token: string }): string[] => [
  ...withVariable('KUBEMEND_LAB', token).map((pid) => `process ${pid} ${nameOf(pid)}`),
  ...cgroupsOf(instance),
  ...execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(instance)),
  ...instances(),
];
