/** All that a page runs at once: theme, copying, and waking the search when someone reaches for it. */
import { tellAges } from './age.ts';
import { copyOnClick } from './copy.ts';
import { wakeSearch } from './wake-search.ts';
import { switchTheme } from './theme.ts';

export const startPage = (): void => {
  switchTheme();
  tellAges();
  copyOnClick();
  wakeSearch();
};
