/** Nothing of the search is loaded before the box has the focus. */

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

const wantsSearch = (event: KeyboardEvent): boolean =>
  ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') ||
  (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target));

export const wakeSearch = (): void => {
  const box = document.querySelector<HTMLElement>('[data-search]');
  const input = box?.querySelector('input');
  if (!box || !input) return;
  const wake = async (): Promise<void> => (await import('./search.ts')).attachSearch(box, input);
  input.addEventListener('focus', () => void wake(), { once: true });
  // The browser may have put the focus there before this ran.
  if (document.activeElement === input) void wake();
  document.addEventListener('keydown', (event) => {
    if (!wantsSearch(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
};
