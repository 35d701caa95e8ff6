/** `--assume k3s=v1.32.2+k3s1`: versions that a person says are there, checked as the components themselves read them. */
import { component, componentNames, isComponentName } from '../domain/components/index.ts';
import type { ComponentName } from '../domain/components/index.ts';
import type { Detection, Environment } from '../domain/environment.ts';
import { fail } from '../domain/problem.ts';

const hintFor = async (name: string): Promise<string> => {
  const { nearest } = await import('../catalog/nearest.ts');
  const close = nearest(name, componentNames);
  return close === null ? `The components are ${componentNames.join(', ')}.` : `Did you mean ${close}?`;
};

const named = async (name: string): Promise<ComponentName> =>
  isComponentName(name) ? name : fail('usage', `--assume ${name}: there is no such component.`, { hint: await hintFor(name) });

const assume = async (written: string): Promise<[ComponentName, Detection]> => {
  const [, name = written, version = ''] = /^([^=]*)=(.*)$/s.exec(written) ?? [];
  const { ordering, label, name: known } = component(await named(name));
  if (ordering.parse(version) === null) {
    const example = `--assume ${name}=${ordering.example}`;
    fail('usage', `--assume ${written}: ${version === '' ? 'the version is missing' : `${version} is no version of ${label}`}.`, {
      hint: `As in ${example}`,
    });
  }
  return [known, { kind: 'known', version, how: '--assume', assumed: true }];
};

/** The last one counts where one is named twice. */
export const assumedFrom = async (written: string[] = []): Promise<Environment['components']> =>
  Object.fromEntries(await Promise.all(written.map(assume)));
