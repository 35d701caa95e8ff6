const DAY_MS = 86_400_000;

/** How long ago a day was, by the reader's clock: the page was built at some other time. A clock before that day is wrong, and says nothing. */
export const tellAges = (): void => {
  const { lang } = document.documentElement;
  const format = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const [before, after] = lang.startsWith('zh') ? ['（', '）'] : [' (', ')'];
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-age]')) {
    const days = Math.floor((Date.now() - Date.parse(time.dateTime)) / DAY_MS);
    if (days >= 0) time.append(`${before}${format.format(-days, 'day')}${after}`);
  }
};
