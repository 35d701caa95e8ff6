/** What a run knows when it begins, or when it goes on. */
import { canonicalJson } from '../domain/digest.ts';
import type { RunEvent } from '../domain/event.ts';
import type { Plan } from '../domain/plan.ts';
import { REDACTED, redactorFor } from '../redact/redactor.ts';
import type { History } from './history.ts';
import type { Confirm, Ports } from './ports.ts';
import type { Begun, RunRequest, RunState } from './request.ts';

const isSecret = ({ runbook }: RunRequest) => {
  const secret = new Set(runbook.inputs.filter((input) => input.secret).map((input) => input.name));
  return (name: string): boolean => secret.has(name);
};

const secretsOf = (request: RunRequest): string[] => {
  const secret = isSecret(request);
  return [...Object.entries(request.inputs).flatMap(([name, value]) => (secret(name) ? [value] : [])), ...(request.secrets ?? [])];
};

export const started = (request: RunRequest, at: Date): RunEvent => {
  const { run, mode, catalogue, digest, target, identity, cluster, runbook, resolution, force, assumed, approved } = request;
  const secret = isSecret(request);
  const inputs = Object.fromEntries(Object.entries(request.inputs).map(([name, value]) => [name, secret(name) ? REDACTED : value]));
  const { slug } = runbook;
  return {
    type: 'run.started',
    run,
    at: at.toISOString(),
    slug,
    ...(catalogue === undefined ? {} : { catalogue }),
    digest,
    mode,
    target,
    identity,
    cluster,
    resolution: resolution.id,
    force,
    ...(Object.keys(assumed).length === 0 ? {} : { assumed }),
    ...(approved === null ? {} : { approved }),
    inputs,
  };
};

export const begunIn = ({ plan, begun }: History): Begun[] =>
  begun.flatMap(({ step, ...how }) => {
    const planned = plan?.kind === 'steps' ? plan.actions.find(({ action }) => action.id === step) : undefined;
    return planned ? [{ ...planned, ...how }] : [];
  });

/** Who has said yes to the same plan before is not asked again. */
const remembering =
  ({ agreed }: History, confirm: Confirm): Confirm =>
  async (ask) => {
    const before = agreed.find((one) => canonicalJson(one.ask) === canonicalJson(ask));
    return before ? { answer: 'yes', by: before.by } : confirm(ask);
  };

export const forgetOtherConsent = ({ history }: RunState, plan: Plan): void => {
  if (history.plan === null || canonicalJson(history.plan) !== canonicalJson(plan)) history.agreed.length = 0;
};

export const stateFor = (request: RunRequest, ports: Ports, history: History): RunState => ({
  request,
  ports: { ...ports, confirm: remembering(history, ports.confirm) },
  redactor: redactorFor(secretsOf(request)),
  values: { ...request.inputs, ...history.values },
  begun: begunIn(history),
  left: [],
  changes: history.changes,
  steps: history.steps,
  bound: null,
  diagnosed: null,
  history,
});
