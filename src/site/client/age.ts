const DAY_MS = 86_400_000;

/** How long ago a day was, by the reader's clock: the page was built at some other time. A clock before that day is wrong, and says nothing. */
export const tellAges = (): void => {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-age]')) {
    const days = Math.floor((Date.now() - Date.parse(time.dateTime)) / DAY_MS);
    if (days >= 0) time.append(` (${format.format(-days, 'day')})`);
  }
};
