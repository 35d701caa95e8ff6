/** One full cell of every lab whose proof holds, as many side by side as this machine bears. */
import { atMost } from '../../src/labs/at-most.ts';
import { bearable, hungriest } from '../../src/labs/bearable.ts';
import type { Needs } from '../../src/labs/bearable.ts';
import { cellOf, fullCell, readLab, settingsOf } from '../../src/labs/definition.ts';
import { environmentOf } from '../../src/labs/environments/index.ts';
import { none, type Counts } from '../testing/counts.ts';
import { sampleLab } from './prove-lab.ts';
import type { Sample, Say } from './prove-lab.ts';
import { nameOf } from './wanted.ts';

const needsOf = ({ source }: Sample): Needs => {
  const lab = readLab(source);
  return environmentOf(lab.environment).needs(settingsOf(lab, cellOf(lab, fullCell(lab))));
};

/** How long it took when it was proven. */
const secondsOf = ({ source, proof }: Sample): number => {
  const full = fullCell(readLab(source));
  return proof.predicate.kubemend.cells.find(({ id }) => id === full)?.seconds ?? 0;
};

/** Those that take longest begin first, so that none of them is waited for alone at the end. */
export const inOrder = (samples: readonly Sample[]): Sample[] => samples.toSorted((a, b) => secondsOf(b) - secondsOf(a));

/** Every line names its lab, since those of others stand between them. */
export const sayOf =
  ({ source }: Sample, print: Say): Say =>
  (line) =>
    print(`  ${nameOf(source)}: ${line}`);

type Sampling = { signal: AbortSignal; broken: (error: unknown, say: Say) => Counts };

export const sampleLabs = (samples: readonly Sample[], { signal, broken }: Sampling): Promise<Counts[]> =>
  samples.length === 0
    ? Promise.resolve([])
    : atMost(bearable(hungriest(samples.map(needsOf))), inOrder(samples), async (sample) => {
        const say = sayOf(sample, console.log);
        if (signal.aborted) return none;
        return sampleLab(sample, signal, say).catch((error: unknown) => broken(error, say));
      });
