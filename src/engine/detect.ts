/** The components an article speaks of, as they are on the target. Reads only. */
import { component } from '../domain/components/index.ts';
import type { ComponentName } from '../domain/components/index.ts';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { Environment } from '../domain/environment.ts';
import type { Ports } from './ports.ts';

const TIMEOUT_MS = 10_000;
type Detected = NonNullable<Environment['components'][ComponentName]>;

const read = (name: ComponentName, result: ExecResult): Detected => {
  const { detect } = component(name);
  const said = `${result.stdout}\n${result.stderr}`;
  const how = detect.how;
  if (detect.absentWhen !== undefined && said.includes(detect.absentWhen)) return { kind: 'absent', how };
  if (result.kind !== 'exited' || result.code !== 0) return { kind: 'unknown', reason: describeExec(result), how };
  return { ...detect.parse(result.stdout), how };
};

export const detect = async (names: ComponentName[], ports: Ports): Promise<Environment> => {
  const one = async (name: ComponentName) => {
    const request = { script: component(name).detect.command, variables: {}, timeoutMs: TIMEOUT_MS };
    return [name, read(name, await ports.exec(request, () => {}, ports.interrupt))] as const;
  };
  return { components: Object.fromEntries(await Promise.all(names.map(one))) };
};
