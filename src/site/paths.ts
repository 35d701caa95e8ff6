/** The addresses that are made from ids and former names. */
import { getCollection } from 'astro:content';
import { listRunbooks } from './runbooks.ts';

type SlugPath<Param extends string> = { params: Record<Param, string>; props: { slug: string } };

export const permalinkPaths = async (): Promise<SlugPath<'id'>[]> =>
  (await listRunbooks()).map(({ id, slug }) => ({ params: { id }, props: { slug } }));

export const formerPaths = async (): Promise<SlugPath<'former'>[]> =>
  (await getCollection('docs')).flatMap(({ id, data }) =>
    (data.article?.formerSlugs ?? []).map((former) => ({ params: { former }, props: { slug: id.replace('kb/', '') } })),
  );
