/** Leads from a stable link to the article, and takes the step along. `?stay` shows the list of links instead. */
export const follow = (): void => {
  const target = document.querySelector<HTMLAnchorElement>('a[data-follow]');
  if (target && !new URLSearchParams(location.search).has('stay')) location.replace(target.href + location.hash);
};
