/**
 * A machine behind ssh: the system's own, with its configuration, agent and known hosts. All that a run does there goes over one connection, made
 * once and shared (ControlMaster). A session on it, whose stdin this process holds, keeps it; when this process is gone, however that came, the session
 * ends, and the connection with it.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../domain/identity.ts';
import { targetSchema } from '../domain/target.ts';
import type { TargetOf } from '../domain/target.ts';
import type { Here, TargetAdapter } from './adapter.ts';
import { hold, spawn } from './spawn.ts';
import type { Held } from './spawn.ts';
import { sshReason } from './ssh-reason.ts';
import { forShell, lastLine, noBash } from './way.ts';
import type { NotBegun, Way } from './way.ts';

type Ssh = TargetOf<'ssh'>;

/** A person may have to type; ssh itself gives up sooner where nobody does. */
const CONNECT_MS = 120_000;
const CLOSE_MS = 5000;
/** How long the connection may stay when its keeper is gone. */
const PERSIST_S = 5;

/** What the person's own configuration must not change: this connection runs commands, and forwards nothing. A dead line is noticed in 15 s. */
const FIXED = [
  'ControlMaster=yes',
  `ControlPersist=${PERSIST_S}`,
  'ClearAllForwardings=yes',
  'ForwardX11=no',
  'RemoteCommand=none',
  'RequestTTY=no',
  'ConnectTimeout=15',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=3',
];

const options = (given: string[]): string[] => given.flatMap((option) => ['-o', option]);

/** A socket's path must be short, whatever TMPDIR says. */
const PLACE = '/tmp';
const SOCKETS = 'kubemend-ssh-';

type Connection = { directory: string; socket: string; hostKey: string | null; keeper: Held; alive: boolean };

const masterArgv = ({ user, host, port }: Ssh, directory: string, asks: boolean): string[] => [
  'ssh',
  '-fNv',
  `-E${join(directory, 'log')}`,
  `-S${join(directory, 's')}`,
  ...options([...FIXED, ...(asks ? [] : ['BatchMode=yes'])]),
  ...(user === null ? [] : ['-l', user]),
  ...(port === null ? [] : ['-p', String(port)]),
  '--',
  host,
];

/** Only ever over the connection that stands: no configuration is read again, and no second connection made. */
const sharedArgv = (socket: string, words: string[]): string[] => [
  'ssh',
  '-TFnone',
  `-S${socket}`,
  ...options(['ControlMaster=no', 'ProxyCommand=false', 'LogLevel=ERROR']),
  ...words,
];

const commandArgv = ({ host }: Ssh, socket: string, words: string[]): string[] => sharedArgv(socket, ['--', host, forShell(words)]);

const HOST_KEY = /Server host key: (\S+ \S+)/;

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** What runners left behind that were killed: a connection that still stands has its socket there. Another user's stays. */
const tidy = async (): Promise<void> => {
  const dead = (await readdir(PLACE)).filter((name) => name.startsWith(SOCKETS) && !lives(Number(name.split('-')[2])));
  const left = dead.filter((name) => !existsSync(join(PLACE, name, 's')));
  await Promise.all(left.map((name) => rm(join(PLACE, name), { recursive: true, force: true }).catch(() => {})));
};

/** Resolves to why there is none where it cannot be made. */
const connect = async (
  target: Ssh,
  env: Here['env'],
  { signal, asks }: { signal: AbortSignal; asks: boolean },
): Promise<Connection | string> => {
  await tidy();
  const directory = await mkdtemp(join(PLACE, `${SOCKETS}${process.pid}-`));
  const socket = join(directory, 's');
  const made = await spawn({
    argv: masterArgv(target, directory, asks),
    stdin: '',
    timeoutMs: CONNECT_MS,
    env,
    signal,
    atTerminal: asks,
    onOutput: () => {},
  });
  const log = await readFile(join(directory, 'log'), 'utf8').catch(() => '');
  if (made.kind !== 'exited' || made.code !== 0) {
    await rm(directory, { recursive: true, force: true });
    if (made.kind === 'unreachable') return `ssh cannot be started: ${made.reason}`;
    return made.kind === 'interrupted' ? 'it was interrupted' : sshReason(target, `${made.stderr}\n${log}`);
  }
  const keeper = hold(commandArgv(target, socket, ['cat']), env);
  const connection: Connection = { directory, socket, hostKey: HOST_KEY.exec(log)?.[1] ?? null, keeper, alive: true };
  void keeper.ended.then(() => (connection.alive = false));
  return connection;
};

const disconnect = async ({ host }: Ssh, env: Here['env'], { directory, socket, keeper }: Connection): Promise<void> => {
  keeper.release();
  const argv = sharedArgv(socket, ['-O', 'exit', '--', host]);
  await spawn({ argv, stdin: '', timeoutMs: CLOSE_MS, env, signal: new AbortController().signal, onOutput: () => {} });
  await rm(directory, { recursive: true, force: true });
};

/** What ssh says when it has not even opened a session on the connection. */
const NO_SESSION = /Control socket connect|Session open refused|UNKNOWN port|muxclient|session request failed/;

const refusal = (target: Ssh, ended: NotBegun): string | null => {
  if (noBash(ended.code)) return noBash(ended.code);
  if (ended.code !== 255)
    return `it lets you in, but runs nothing: ${lastLine(ended.stdout) || lastLine(ended.stderr) || `exit code ${ended.code}`}`;
  return NO_SESSION.test(ended.stderr) ? sshReason(target, ended.stderr) : null;
};

const open = (target: Ssh, { env, interactive, sudoPassword = null }: Here): Way => {
  let made: Promise<Connection | string> | null = null;
  let connection: Connection | null = null;
  const close = async (): Promise<void> => {
    const old = connection;
    [made, connection] = [null, null];
    if (old) await disconnect(target, env, old);
  };
  /** A person is asked the first time only: later there is a report on the screen. */
  let asks = interactive;
  const ready = async (signal: AbortSignal): Promise<string | null> => {
    if (connection?.alive === false) await close();
    const result = await (made ??= connect(target, env, { signal, asks }));
    if (typeof result === 'string') made = null;
    else [connection, asks] = [result, false];
    return typeof result === 'string' ? result : null;
  };
  return {
    env,
    sudoPassword,
    ready,
    command: (words) => commandArgv(target, connection?.socket ?? 'none', words),
    outlives: true,
    ahead: true,
    refusal: (ended) => refusal(target, ended),
    identity: async (): Promise<Identity> => {
      const reason = await ready(AbortSignal.timeout(CONNECT_MS));
      const id = connection?.hostKey ?? null;
      return id === null
        ? { kind: 'unknown', reason: reason ?? 'ssh did not tell its host key' }
        : { kind: 'known', of: 'ssh-host-key', id };
    },
    close,
  };
};

const WRITTEN = /^ssh:\/\/(?:([^@/]+)@)?(?:\[([^\]]+)\]|([^:@/[\]]+))(?::(\d{1,5}))?\/?$/;

export const ssh: TargetAdapter<Ssh> = {
  kind: 'ssh',
  form: 'ssh://[user@]host[:port]',
  parse: (text) => {
    const [, user, address, name, port] = WRITTEN.exec(text) ?? [];
    const host = address ?? name;
    const target = { kind: 'ssh', user: user ?? null, host, port: port === undefined ? null : Number(port) };
    const parsed = targetSchema.safeParse(target);
    return parsed.success ? (parsed.data as Ssh) : null;
  },
  open,
};
