import { describe, expect, it } from 'vitest';
import { sameIdentity } from '../../src/domain/identity.ts';
import type { Identity } from '../../src/domain/identity.ts';
import type { Target } from '../../src/domain/target.ts';
import { openWay } from '../../src/targets/index.ts';
import { askWith } from '../../src/targets/identity.ts';
import type { Ask } from '../../src/targets/identity.ts';
import { cleaned, targetExec } from '../../src/targets/target-exec.ts';
import { tempDir } from '../helpers/temp-dir.ts';

/** A machine whose /etc is another: only root can make one, in a mount namespace of its own. */
const machineWith = (machineId: string | null) => {
  const etc = tempDir();
  const write = machineId === null ? ':' : `printf '%s\\n' '${machineId}' >"$0/machine-id"`;
  const script = `${write}; mount --bind "$0" /etc; mount -t tmpfs none /var/lib/dbus 2>/dev/null; exec "$@"`;
  return askWith(
    targetExec(['unshare', '-m', 'bash', '-c', script, etc], { ...process.env, TMPDIR: '/tmp' }),
    new AbortController().signal,
  );
};
const here = askWith(targetExec([], process.env), new AbortController().signal);
const identityOf = (target: Target, ask: Ask): Promise<Identity> =>
  openWay(target, { env: cleaned(process.env), labPrefix: () => [], interactive: false }).identity(ask);
const isRoot = process.getuid?.() === 0;

describe('who a target is', () => {
  it('is the same each time it is asked', async () => {
    const first = await identityOf({ kind: 'local' }, here);
    expect(first).toMatchObject({ kind: 'known', of: 'machine-id' });
    expect(sameIdentity(first, await identityOf({ kind: 'local' }, here))).toBe(true);
  });

  it('differs from machine to machine, and does not tell the machine-id itself', async ({ skip }) => {
    if (!isRoot) skip('only root can make a machine with another machine-id');
    const [one, other] = await Promise.all(['a'.repeat(32), 'b'.repeat(32)].map((id) => identityOf({ kind: 'local' }, machineWith(id))));
    expect([one?.kind, other?.kind, JSON.stringify(one).includes('aaaa')]).toEqual(['known', 'known', false]);
    expect(one && other && sameIdentity(one, other)).toBe(false);
  });

  it('is unknown where there is no machine-id, or none yet, and unknown is the same as nothing', async ({ skip }) => {
    if (!isRoot) skip('only root can make a machine without a machine-id');
    const nameless = await identityOf({ kind: 'local' }, machineWith(null));
    expect(nameless).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('there is no /etc/machine-id') as string });
    expect(await identityOf({ kind: 'local' }, machineWith('uninitialized'))).toMatchObject({ kind: 'unknown' });
    expect(sameIdentity(nameless, nameless)).toBe(false);
  });

  it('is its instance where it is a lab', async () => {
    expect(await identityOf({ kind: 'lab', instance: 'md-x' }, here)).toEqual({ kind: 'known', of: 'lab', id: 'md-x' });
  });
});
