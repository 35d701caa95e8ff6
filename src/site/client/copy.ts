const SHOWN_FOR = 2000;
const ASKED_FOR = 6000;

const say = (button: HTMLElement, text: string | undefined, milliseconds: number): void => {
  button.dataset['label'] ??= button.textContent;
  button.textContent = text ?? '';
  setTimeout(() => {
    button.textContent = button.dataset['label'] ?? '';
    delete button.dataset['asked'];
  }, milliseconds);
};

/** What destroys data takes a second press. */
const mustAsk = (button: HTMLElement, box: HTMLElement): boolean => {
  if (box.dataset['tone'] !== 'destroys' || button.dataset['sure'] === undefined || button.dataset['asked'] !== undefined) return false;
  button.dataset['asked'] = '';
  say(button, button.dataset['sure'], ASKED_FOR);
  return true;
};

/** As the runner runs it: what it leaves by `exit` is not the reader's shell, and a variable that was not set is an error, not an empty answer. */
const asRun = (script: string): string => `(\nset -euo pipefail\n${script.trimEnd()}\n)\n`;

const copy = async (button: HTMLElement): Promise<void> => {
  const box = button.closest<HTMLElement>('[data-copy]');
  const text = box?.querySelector('pre')?.textContent;
  if (!box || text === undefined || text === null || mustAsk(button, box)) return;
  try {
    await navigator.clipboard.writeText(box.classList.contains('script') ? asRun(text) : text);
    say(button, button.dataset['copied'], SHOWN_FOR);
  } catch {
    say(button, button.dataset['failed'], SHOWN_FOR);
  }
};

export const copyOnClick = (): void => {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button.copy') : null;
    if (button) void copy(button);
  });
};
