/** In which order the files of a group of projects begin. */
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** What takes longest begins first, so that none of it is waited for alone at the end; by turns what computes and what waits. */
const LONGEST = [
  'labs/kill',
  'cli/kill-series',
  'labs/cycle',
  'site/accessibility',
  'cli/targets',
  'labs/decoys',
  'cli/package',
  'labs/isolation',
  'cli/resume',
  'labs/witness',
  'cli/run',
  'labs/stand-ins',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONGEST.findIndex((name) => moduleId.endsWith(`tests/${name}.test.ts`));
  return rank === -1 ? LONGEST.length : rank;
};

/** The projects of one group share the workers: two cores, of which those tests take little that wait for a lab or for a process. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not that of an array
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
