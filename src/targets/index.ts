/** The kinds of targets there are. One file and one line each. */
import type { Target } from '../domain/target.ts';
import type { Here, TargetAdapter } from './adapter.ts';
import { container } from './container.ts';
import { lab } from './lab.ts';
import { local } from './local.ts';
import { minikube } from './minikube.ts';
import { ssh } from './ssh.ts';
import type { Way } from './way.ts';

const adapters = { local, ssh, container, minikube, lab } satisfies {
  [K in Target['kind']]: TargetAdapter<Extract<Target, { kind: K }>>;
};

export const targetForms: string[] = Object.values(adapters).map(({ form }) => form);

/** Null when no kind of target is written like that. */
export const parseTarget = (text: string): Target | null => {
  for (const adapter of Object.values(adapters)) {
    const target = adapter.parse(text);
    if (target) return target;
  }
  return null;
};

/** The way to a target. Whoever opens it closes it. */
export const openWay = (target: Target, here: Here): Way => (adapters[target.kind] as TargetAdapter).open(target, here);
