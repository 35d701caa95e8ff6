/** The sections after the prose, all made from data. Their ids begin with `__`, as no id of a step or of the prose does. */
import type { ArticlePage } from '../article.ts';

export type Section = { id: string; title: string };

export const tailIds = { ways: '__ways', affected: '__affected', signs: '__signs', proof: '__proof', upstream: '__upstream' } as const;

export const tailSections = ({ words }: ArticlePage): Section[] => [
  { id: tailIds.ways, title: words.ways.title },
  { id: tailIds.affected, title: words.affected.title },
  { id: tailIds.signs, title: words.signs.title },
  { id: tailIds.proof, title: words.proof.title },
  { id: tailIds.upstream, title: words.upstream.title },
];
