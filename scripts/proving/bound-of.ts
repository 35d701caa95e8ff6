import { boundNow } from '../../src/catalog/bound.ts';
import type { Bound } from '../../src/domain/proof.ts';
import { runbookDirectory } from '../../src/labs/definition.ts';
import type { Source } from '../../src/labs/definition.ts';
import { readRunbook } from '../../src/labs/run-lab.ts';

/** What a proof of this lab would be bound to now. */
export const boundOf = ({ root, slug, level }: Source): Promise<Bound> =>
  boundNow(readRunbook(root, slug), runbookDirectory(root, slug), level);
