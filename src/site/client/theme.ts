const root = document.documentElement;

const system = (): string => (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

/** What the system says anyway is not remembered, so that the page follows it again. */
const remember = (theme: string): void => {
  try {
    if (theme === system()) localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
};

export const switchTheme = (): void => {
  document.querySelector('[data-theme-switch]')?.addEventListener('click', () => {
    const theme = root.dataset['theme'] === 'light' ? 'dark' : 'light';
    root.dataset['theme'] = theme;
    remember(theme);
  });
};
