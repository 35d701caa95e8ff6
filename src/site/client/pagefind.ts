/** The part of Pagefind's interface that is used. */

export type SubResult = { title: string; url: string; excerpt: string };
export type Found = { url: string; excerpt: string; content: string; meta: Record<string, string>; sub_results: SubResult[] };
type Answer = { results: { data: () => Promise<Found> }[] };

export type Pagefind = {
  options: (options: { baseUrl: string }) => Promise<void>;
  init: () => Promise<void>;
  debouncedSearch: (query: string, options: object, milliseconds: number) => Promise<Answer | null>;
};

export const openPagefind = async (bundle: string, baseUrl: string): Promise<Pagefind> => {
  const pagefind = (await import(/* @vite-ignore */ bundle)) as Pagefind;
  await pagefind.options({ baseUrl });
  await pagefind.init();
  return pagefind;
};
