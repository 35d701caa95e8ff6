/** The languages of the content. English is the source; a translation holds prose only. */

export const languages = ['en', 'zh-cn'] as const;
export type Language = (typeof languages)[number];

/** `zh_CN.UTF-8`, `zh-Hans`, `zh` → `zh-cn`; anything else → `en`. */
export const languageOfLocale = (locale: string | undefined): Language => (/^zh\b|^zh[_-]/i.test(locale ?? '') ? 'zh-cn' : 'en');
