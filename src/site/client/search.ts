/** The search box, once it is used: asks Pagefind, shows what it finds, walks by keys. */
import { hasEveryWord } from './honest.ts';
import { openPagefind, type Found, type Pagefind } from './pagefind.ts';
import { showResults } from './search-results.ts';
import { wantedWords } from './wanted-words.ts';

type Said = { loading: string; failed: string; one: string; many: string; none: string; noneHint: string };

const DEBOUNCE = 120;
const SHOWN = 8;

const countText = (said: Said, query: string, count: number): string => {
  if (count === 0) return `${said.none.replace('{q}', query)} ${said.noneHint}`;
  return count === 1 ? said.one : said.many.replace('{n}', String(count));
};

const ask = async (pagefind: Pagefind, pasted: string): Promise<Found[] | undefined> => {
  const query = wantedWords(pasted);
  const answer = await pagefind.debouncedSearch(query, {}, DEBOUNCE);
  if (answer === null) return undefined;
  const found = await Promise.all(answer.results.slice(0, SHOWN).map((result) => result.data()));
  return found.filter((page) => hasEveryWord(query, `${page.meta['title']} ${page.content}`));
};

const walk = (box: HTMLElement, input: HTMLInputElement, step: number): void => {
  const stops = [input, ...box.querySelectorAll<HTMLElement>('ol a')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + step + stops.length) % stops.length]?.focus();
};

export const attachSearch = (box: HTMLElement, input: HTMLInputElement): void => {
  const said = JSON.parse(box.dataset['words'] ?? '{}') as Said;
  const [panel, status, list] = [
    box.querySelector<HTMLElement>('.panel'),
    box.querySelector<HTMLElement>('.status'),
    box.querySelector('ol'),
  ];
  if (!panel || !status || !list) return;
  const pagefind = openPagefind(box.dataset['bundle'] ?? '', box.dataset['base'] ?? '/');

  let shown = '';

  const close = (): void => void (panel.hidden = true);
  const update = async (): Promise<void> => {
    const query = input.value.trim();
    if (query === '') return close();
    panel.hidden = false;
    // Made anew, the list would take the focus from whoever is walking through it.
    if (query === shown) return;
    if (shown === '') status.textContent = said.loading;
    const found = await ask(await pagefind, query);
    if (found === undefined || query === shown || input.value.trim() !== query) return;
    status.textContent = countText(said, query, found.length);
    showResults(list, found);
    shown = query;
  };
  const safely = (): void => void update().catch(() => void (status.textContent = said.failed));

  input.addEventListener('input', safely);
  input.addEventListener('focus', safely);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      walk(box, input, event.key === 'ArrowDown' ? 1 : -1);
    }
    if (event.key === 'Enter' && event.target === input && input.value.trim() === shown) list.querySelector('a')?.click();
    if (event.key === 'Escape' && !panel.hidden) {
      event.preventDefault();
      input.focus();
      close();
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !box.contains(event.target)) close();
  });
  box.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !box.contains(event.relatedTarget)) close();
  });
  safely();
};
