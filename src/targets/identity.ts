/** Asks a target who it is. Reads only; an answer that is not understood is `unknown`, with the reason. */
import { createHash } from 'node:crypto';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { Identity } from '../domain/identity.ts';
import type { Exec } from '../engine/ports.ts';

const TIMEOUT_MS = 10_000;

/** Runs a short script that only reads on the target. */
export type Ask = (script: string) => Promise<ExecResult>;

export const askWith =
  (exec: Exec, signal: AbortSignal): Ask =>
  (script) =>
    exec({ script, variables: {}, timeoutMs: TIMEOUT_MS }, () => {}, signal);

/** Linux: systemd's machine-id(5), or the copy D-Bus keeps; macOS: the UUID of the machine. */
const MACHINE_ID = `
for file in /etc/machine-id /var/lib/dbus/machine-id; do
  if [ -s "$file" ]; then cat "$file"; exit; fi
done
if command -v ioreg >/dev/null; then ioreg -rd1 -c IOPlatformExpertDevice | awk -F'"' '/IOPlatformUUID/ { print $4 }'; exit; fi
echo 'there is no /etc/machine-id' >&2
exit 1
`;

/** machine-id(5) asks not to show the id itself to others: an id of our own is made from it. */
const derived = (id: string): string => createHash('sha256').update(`kubemend ${id}`).digest('hex').slice(0, 32);

/** By the machine-id of the machine that the commands get to. */
export const machineIdentity = async (ask: Ask): Promise<Identity> => {
  const result = await ask(MACHINE_ID);
  if (result.kind !== 'exited' || result.code !== 0) return { kind: 'unknown', reason: describeExec(result) };
  const id = result.stdout.trim().toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(id)) return { kind: 'unknown', reason: `its machine-id is not set (${id.slice(0, 40) || 'empty'})` };
  return { kind: 'known', of: 'machine-id', id: derived(id) };
};
