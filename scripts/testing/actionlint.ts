/** actionlint, which checks the workflows: a Go module at a pinned version, built once with the pinned Go and kept with the parts of a cluster. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goProduct } from '../cluster/go.ts';
import { goEnvironment } from '../cluster/modules.ts';
import { make } from '../cluster/product.ts';
import type { Product } from '../cluster/product.ts';
import type { Say } from '../cluster/progress.ts';
import { run } from '../cluster/run.ts';
import { versions } from '../cluster/versions.ts';

const SOURCE = join(import.meta.dirname, 'actionlint');

const product = (go: string): Product => ({
  name: 'actionlint',
  what: 'actionlint from its Go module',
  inputs: { go: versions.go.version, sums: readFileSync(join(SOURCE, 'go.sum'), 'utf8') },
  usualSeconds: 10,
  build: async (directory) => {
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-o', join(directory, 'actionlint')];
    await run([go, 'build', ...flags, 'github.com/rhysd/actionlint/cmd/actionlint'], { cwd: SOURCE, env: goEnvironment() });
  },
});

/** Where the program is. */
export const actionlint = async (say: Say): Promise<string> => {
  const go = join(await make(goProduct, say), 'bin', 'go');
  return join(await make(product(go), say), 'actionlint');
};
