/**
 * Run in a mount namespace of its own with nothing but a cgroup v2 hierarchy at /sys/fs/cgroup: makes a group with a group in it, a process in that,
 * freezes it, and takes it all away with what a lab uses. Says what it found on the way.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cgroupsOf, cgroupVersion, processesIn, removeCgroups, thaw } from '../../src/labs/cgroup.ts';

const [instance = ''] = process.argv.slice(2);
const group = join('/sys/fs/cgroup', `kubemend-${instance}`);
const inner = join(group, 'container');
const frozen = (): string | undefined => /^frozen (\d)$/m.exec(readFileSync(join(inner, 'cgroup.events'), 'utf8'))?.[1];

mkdirSync(inner, { recursive: true });
const sleeper = spawn('sleep', ['1000']);
const ended = new Promise((resolve) => sleeper.once('exit', (_code, signal) => resolve(signal)));
writeFileSync(join(inner, 'cgroup.procs'), String(sleeper.pid));
writeFileSync(join(inner, 'cgroup.freeze'), '1');
while (frozen() !== '1') await setTimeout(10);
const seen = processesIn(instance).filter((pid) => pid === sleeper.pid).length;
thaw(instance);
while (frozen() !== '0') await setTimeout(10);
sleeper.kill('SIGKILL');
const signal = await ended;
while (cgroupsOf(instance).length > 0) {
  removeCgroups(instance);
  await setTimeout(10);
}
console.log(cgroupVersion(), `${seen} process frozen and thawed,`, signal, cgroupsOf(instance).length, 'groups left');
