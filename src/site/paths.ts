/** The addresses that are made from ids, former names, distributions and components. */
import { getCollection } from 'astro:content';
import type { ComponentName } from '../domain/components/index.ts';
import { listRunbooks } from './runbooks.ts';

type SlugPath<Param extends string> = { params: Record<Param, string>; props: { slug: string } };

export const permalinkPaths = async (): Promise<SlugPath<'id'>[]> =>
  (await listRunbooks()).map(({ id, slug }) => ({ params: { id }, props: { slug } }));

export const formerPaths = async (): Promise<SlugPath<'former'>[]> =>
  (await getCollection('docs')).flatMap(({ id, data }) =>
    (data.article?.formerSlugs ?? []).map((former) => ({ params: { former }, props: { slug: id.replace('kb/', '') } })),
  );

/** Only those of which there is an article. */
export const distroPaths = async (): Promise<{ params: { distro: string }; props: { distro: string } }[]> =>
  [...new Set((await listRunbooks()).map(({ distro }) => distro))].map((distro) => ({ params: { distro }, props: { distro } }));

export const componentPaths = async (): Promise<{ params: { name: string }; props: { name: ComponentName } }[]> =>
  [...new Set((await listRunbooks()).flatMap(({ affects }) => affects.map((one) => one.component)))].map((name) => ({
    params: { name },
    props: { name },
  }));
