/** `system` follows the machine. */
export type Theme = 'system' | 'dark' | 'light';

const key = 'easel-theme';
const order: readonly Theme[] = ['system', 'dark', 'light'];

/** What was chosen before. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(key);
  return order.find((theme) => theme === kept) ?? 'system';
}

/** Shows the page so from now on. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(key, theme);
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** The next one of the three. */
export function nextTheme(theme: Theme): Theme {
  return order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
}
