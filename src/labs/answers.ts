/** Which ports of the node answer its neighbour: the lab's own eyes, which do not trust the runbook's. */
import { setTimeout } from 'node:timers/promises';
import type { LabHandle } from './environment.ts';
import type { Said } from './said.ts';

const SETTLING_MS = 4000;

const script = `
for port in $PORTS; do
  (if curl -s -o /dev/null -m 4 "http://$ADDRESS:$port/"; then echo "$port"; fi) &
done
wait`;

const answering = async (lab: LabHandle, ports: number[]): Promise<number[]> => {
  const { stdout } = await lab.exec(script, { as: 'client', env: { PORTS: ports.join(' '), ADDRESS: lab.address } });
  return stdout.trim().split('\n').filter(Boolean).map(Number);
};

/** All of them answer, at the latest after a moment. */
export const allAnswer = async (lab: LabHandle, ports: number[]): Promise<Said> => {
  const until = performance.now() + SETTLING_MS;
  for (;;) {
    const heard = await answering(lab, ports);
    const silent = ports.filter((port) => !heard.includes(port));
    if (silent.length === 0) return { ok: true, detail: ports.length === 0 ? 'there is no hostPort' : `${ports.join(', ')} answer` };
    if (performance.now() > until) return { ok: false, detail: `${silent.join(', ')} do not answer` };
    await setTimeout(100);
  }
};

export const noneAnswers = async (lab: LabHandle, ports: number[]): Promise<Said> => {
  const heard = await answering(lab, ports);
  return heard.length === 0
    ? { ok: true, detail: `${ports.join(', ')} do not answer` }
    : { ok: false, detail: `${heard.join(', ')} still answer` };
};
