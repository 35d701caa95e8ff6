/** Why ssh did not connect, in words that say what to do. Pure. */
import { targetName } from '../domain/target.ts';
import type { TargetOf } from '../domain/target.ts';

const destination = ({ user, host, port }: TargetOf<'ssh'>): string =>
  `ssh ${port === null ? '' : `-p ${port} `}${user === null ? '' : `${user}@`}${host}`;

type Reason = [RegExp, (target: TargetOf<'ssh'>) => string];

const knownName = ({ host, port }: TargetOf<'ssh'>): string => (port === null || port === 22 ? host : `'[${host}]:${port}'`);

/** The first that fits what OpenSSH said. */
const REASONS: Reason[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for .* has changed|host key .* differs from the key/i,
    (target) =>
      `its SSH host key is not the one that is known: somebody may be in between, or it was set up anew; only if you know that it was: ssh-keygen -R ${knownName(target)}`,
  ],
  [
    /Host key verification failed|host key is known for/i,
    (target) => `its SSH host key is not known yet: connect once by hand (${destination(target)}) and compare the key that is shown`,
  ],
  [/Could not resolve hostname/i, ({ host }) => `the name ${host} is not known: look for a typing error, or for its Host in ~/.ssh/config`],
  [/Connection refused/i, () => 'nothing answers on that port: is sshd running there, and is it this port?'],
  [/No route to host|Network is unreachable|Host is down/i, () => 'no way leads there: is it on, and are you in the right network?'],
  [
    /Connection timed out|Operation timed out|banner exchange/i,
    () => 'it does not answer: is it on, and does a firewall stand in between?',
  ],
  [
    /Permission denied|Too many authentication failures/i,
    (target) =>
      `it accepts none of your keys: \`${destination(target)}\` has to work without being asked anything (ssh-add -l tells what the agent has)`,
  ],
  [/Bad owner or permissions|Bad configuration option|bad configuration options/i, () => 'ssh does not accept its own configuration'],
  [
    /Connection (closed|reset) by|kex_exchange_identification/i,
    () => 'it closed the connection before anybody logged in: is that sshd, and may you connect from here?',
  ],
];

/** Not what -v adds. */
const lines = (said: string): string[] =>
  said
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(debug\d:|@+|OpenSSH_)/.test(line));

export const sshReason = (target: TargetOf<'ssh'>, said: string): string => {
  const spoken = lines(said);
  const text = spoken.join('\n');
  const known = REASONS.find(([pattern]) => pattern.test(text));
  const last = spoken.at(-1) ?? `ssh to ${targetName(target)} ended without a word`;
  return known ? `${known[1](target)} (${last})` : last;
};
