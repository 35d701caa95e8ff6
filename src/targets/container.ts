/** A running container of this machine's Docker, Podman or nerdctl: the nodes of kind and k3d are such. */
import type { Identity } from '../domain/identity.ts';
import { engines } from '../domain/target.ts';
import type { TargetOf } from '../domain/target.ts';
import type { Here, TargetAdapter } from './adapter.ts';
import { afterScheme } from './scheme.ts';
import { spawn } from './spawn.ts';
import { lastLine, noBash } from './way.ts';
import type { NotBegun, Way } from './way.ts';

type Container = TargetOf<'container'>;

const INSPECT_MS = 20_000;
/** All three engines know these fields. */
const FORMAT = '{{.Id}} {{.State.Running}}';

type Looked = { id: string } | { reason: string };

const hintFor = ({ engine, name }: Container, said: string): string => {
  if (/no such (container|object)/i.test(said)) return `there is no container ${name} (\`${engine} ps -a\` tells which there are)`;
  if (/permission denied/i.test(said)) return `${engine} may not be used by this user: ${said}`;
  if (/cannot connect|daemon running|connection refused/i.test(said)) return `the engine does not answer: ${said}`;
  return said;
};

const look = async (target: Container, env: Here['env'], signal: AbortSignal): Promise<Looked> => {
  const { engine, name } = target;
  const argv = [engine, 'container', 'inspect', '--format', FORMAT, name];
  const result = await spawn({ argv, stdin: '', timeoutMs: INSPECT_MS, env, signal, onOutput: () => {} });
  if (result.kind === 'unreachable') return { reason: `${engine} cannot be started: ${result.reason}` };
  if (result.kind !== 'exited' || result.code !== 0)
    return { reason: hintFor(target, lastLine(result.stderr) || `${engine} did not answer`) };
  const [id = '', running] = result.stdout.trim().split(' ');
  return running === 'true' ? { id } : { reason: `the container ${name} does not run: ${engine} start ${name}` };
};

/** What the engine says when it has not even started the command. */
const notStarted = (target: Container, { code, stderr }: NotBegun): string | null => {
  if (/executable file not found|no such file or directory/i.test(stderr) && /bash/.test(stderr)) return noBash(127);
  if (/no such container|is not running|is paused|cannot connect to the docker daemon/i.test(stderr))
    return hintFor(target, lastLine(stderr));
  return noBash(code);
};

const open = (target: Container, { env, sudoPassword = null }: Here): Way => {
  let looked: Promise<Looked> | null = null;
  let id = target.name;
  const ready = async (signal: AbortSignal): Promise<string | null> => {
    const found = await (looked ??= look(target, env, signal));
    if ('id' in found) id = found.id;
    else looked = null;
    return 'id' in found ? null : found.reason;
  };
  return {
    env,
    sudoPassword,
    ready,
    command: (words) => [target.engine, 'exec', '-i', id, ...words],
    outlives: true,
    ahead: false,
    refusal: (ended) => notStarted(target, ended),
    identity: async (): Promise<Identity> => {
      const reason = await ready(AbortSignal.timeout(INSPECT_MS));
      return reason === null ? { kind: 'known', of: 'container-id', id } : { kind: 'unknown', reason };
    },
    close: async () => {},
  };
};

export const container: TargetAdapter<Container> = {
  kind: 'container',
  form: `${engines.join('|')}://<container>`,
  parse: (text) => {
    for (const engine of engines) {
      const target = afterScheme(engine, text, (name) => ({ kind: 'container', engine, name }) as const);
      if (target) return target;
    }
    return null;
  },
  open,
};
