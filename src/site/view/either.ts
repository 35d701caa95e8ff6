/** `K3s or RKE2`, `K3s 或 RKE2`. */
import type { Language } from '../../domain/language.ts';

/** Between Han and Latin stands a space, which the list of the locale leaves out. */
export const either = (names: string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'disjunction' })
    .formatToParts(names)
    .map(({ value }) => (value === '或' ? ' 或 ' : value))
    .join('');
