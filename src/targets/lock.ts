/**
 * One run per target at a time: a file on the target itself, so that two laptops meet there, and root meets a user. It lies in the first of /run/lock,
 * /tmp and /dev/shm that is there for everybody (sticky): a user's own XDG_RUNTIME_DIR is not the same for root by sudo. Written aside and linked into
 * place, so that nobody ever sees half of it. A machine that starts anew has none, since what ran there has ended. `KUBEMEND_LOCK_DIR` in the environment of
 * the target names another place.
 */
import { parseOwner } from '../domain/lock-owner.ts';
import type { LockOwner } from '../domain/lock-owner.ts';
import { describeExec } from '../domain/exec.ts';
import type { ExecResult } from '../domain/exec.ts';
import type { Target } from '../domain/target.ts';
import type { Exec } from '../engine/ports.ts';
import { ownerState } from './lock-owner.ts';

const TIMEOUT_MS = 20_000;

const PLACE = `
place=\${KUBEMEND_LOCK_DIR:-}
if [ -z "$place" ]; then
  for place in /run/lock /tmp /dev/shm; do
    if [ -d "$place" ] && [ -k "$place" ]; then break; fi
  done
fi
lock=$place/$NAME
`;

/**
 * Prints `held`, or `taken` and who has it. A lock is replaced by one at a time, who looks again whether it still is the one that was meant: two
 * who both found an owner dead must not both follow him. A guard that is a minute old was left behind by a kill.
 */
const CLAIM = `${PLACE}
guard=$lock.guard
aside=$(mktemp "$place/.$NAME.XXXXXXXX")
trap 'rm -f "$aside"' EXIT
printf '%s\\n' "$OWNER" >"$aside"
chmod 644 "$aside"
replace() {
  if [ -n "$(find "$guard" -maxdepth 0 -mmin +1 2>/dev/null)" ]; then rmdir "$guard" || true; fi
  mkdir "$guard" 2>/dev/null || return 1
  local replaced=1
  if [ "$(cat "$lock" 2>/dev/null)" = "$REPLACES" ] && mv -f "$aside" "$lock" 2>/dev/null; then replaced=0; fi
  rmdir "$guard"
  return "$replaced"
}
if ln "$aside" "$lock" 2>/dev/null || { [ -n "$REPLACES" ] && replace; } || ln "$aside" "$lock" 2>/dev/null; then
  echo held
else
  [ -f "$lock" ] && [ ! -L "$lock" ] || { echo "$lock is no file" >&2; exit 1; }
  echo "taken $(cat "$lock")"
fi
`;

const RELEASE = `${PLACE}
if [ "$(cat "$lock" 2>/dev/null || true)" = "$OWNER" ]; then rm -f "$lock"; fi
`;

export type Lock =
  /** `after`: the run whose lock it was, and which has ended without giving it back. */
  | { kind: 'held'; release: () => Promise<void>; after: string | null }
  /** An owner that is not understood is null. */
  | { kind: 'taken'; by: LockOwner | null; state: 'alive' | 'elsewhere' | 'ended' }
  | { kind: 'failed'; reason: string };

export type LockRequest = {
  target: Target;
  owner: LockOwner;
  /** The run whose lock is to be broken although it cannot be told whether it has ended. */
  breaks?: string | undefined;
};

/** A lab is a target of its own, also where it shares a directory with the machine it is on. */
const nameOf = (target: Target): string => (target.kind === 'lab' ? `kubemend-lab-${target.instance}.lock` : 'kubemend.lock');

const run = (exec: Exec, script: string, variables: Record<string, string>): Promise<ExecResult> =>
  exec({ script, variables, timeoutMs: TIMEOUT_MS }, () => {}, new AbortController().signal);

/** What may be replaced: the lock of an owner that has ended, of this very run (which is resumed), or of the run that is named. */
const mayReplace = (by: LockOwner | null, { owner, breaks }: LockRequest): boolean => {
  if (by === null) return false;
  const state = ownerState(by);
  return state === 'ended' || (state === 'elsewhere' && (by.run === owner.run || by.run === breaks));
};

/** Throws nothing: what went wrong is in the answer. */
export const takeLock = async (exec: Exec, request: LockRequest): Promise<Lock> => {
  const variables = { NAME: nameOf(request.target), OWNER: JSON.stringify(request.owner) };
  const claim = (replaces: string) => run(exec, CLAIM, { ...variables, REPLACES: replaces });
  const answer = (result: ExecResult, after: string | null): Lock | string => {
    if (result.kind !== 'exited' || result.code !== 0) return { kind: 'failed', reason: describeExec(result) };
    const said = result.stdout.trim();
    if (said === 'held') return { kind: 'held', release: async () => void (await run(exec, RELEASE, variables)), after };
    return said.replace(/^taken ?/, '');
  };
  const first = answer(await claim(''), null);
  if (typeof first !== 'string') return first;
  const owner = parseOwner(first);
  const second = mayReplace(owner, request) ? answer(await claim(first), owner?.run ?? null) : first;
  if (typeof second !== 'string') return second;
  const by = parseOwner(second);
  return { kind: 'taken', by, state: by === null ? 'elsewhere' : ownerState(by) };
};
