/** What only some labs ask for, each in its versions: it stands beside the cluster, and comes to a node only by a script of such a lab. */
import type { Extra } from '../../src/domain/parts-used.ts';
import type { Prepared } from '../../src/labs/cluster/prepared.ts';
import { choices } from './choices.ts';
import { openrcProduct } from './debian.ts';
import { fromModule } from './modules.ts';
import { builtPart, type Parts } from './node-image.ts';
import type { Make } from './product.ts';
import { versions } from './versions.ts';

type Part = Prepared['extras'][string][string];

export const extrasFrom = async (parts: Parts, make: Make): Promise<Prepared['extras']> => {
  const each = async (name: Extra, part: (version: string) => Promise<Part>) => {
    const made = choices[name].map(async (version) => [version, await part(version)] as const);
    return Object.fromEntries(await Promise.all(made));
  };
  return {
    'cri-dockerd': await each('cri-dockerd', async (version) => ({
      directory: builtPart(parts, 'cri-dockerd', version),
      versions: { 'cri-dockerd': fromModule(version) },
    })),
    openrc: await each('openrc', async (version) => ({
      directory: await make(openrcProduct(version)),
      versions: { openrc: `${version} of Debian ${versions.debian.node}` },
    })),
  };
};
