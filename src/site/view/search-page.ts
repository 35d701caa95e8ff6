/** The home pages and the page for what is not there are a large search box themselves. */
const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

export const isSearchPage = (pathname: string): boolean => /^(?:zh-cn\/?)?(?:404(?:\.html|\/)?)?$/.test(pathname.slice(base.length));
