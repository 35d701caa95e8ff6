/** The files of a new article: whole in form, so that all that `lint` finds is what is left to write. */
import { distros } from '../domain/article.ts';
import { fail } from '../domain/problem.ts';
import { isSlug } from './is-slug.ts';
import { skeletonEnglish, skeletonLab, skeletonTranslation } from './skeleton-texts.ts';

export type Skeleton = { slug: string; existing: readonly { id: string; slug: string }[] };
export type NewFile = { path: string; text: string };

const FIRST = 1;

/** Ids are never used again: always one more than the highest. */
const nextId = (existing: Skeleton['existing']): string => {
  const numbers = existing.map(({ id }) => Number(/^KM(\d{4})$/.exec(id)?.[1] ?? 0));
  return `KM${String(Math.max(FIRST - 1, ...numbers) + 1).padStart(4, '0')}`;
};

const distroOf = (slug: string): (typeof distros)[number] => distros.find((distro) => slug.startsWith(`${distro}-`)) ?? 'k3s';

export const skeleton = ({ slug, existing }: Skeleton): NewFile[] => {
  if (!isSlug(slug)) return fail('usage', `\`${slug}\` is no slug.`, { hint: 'Lower-case words joined by "-", such as microk8s-dnat.' });
  if (existing.some((one) => one.slug === slug))
    return fail('usage', `There is an article ${slug} already.`, { hint: 'Take another name.' });
  return [
    { path: `content/articles/${slug}/en.mdx`, text: skeletonEnglish({ id: nextId(existing), distro: distroOf(slug) }) },
    { path: `content/articles/${slug}/zh-cn.mdx`, text: skeletonTranslation },
    { path: `runbooks/${slug}/lab/README.md`, text: skeletonLab(slug) },
  ];
};
