/** Words as a POSIX shell reads them. */

export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** As it can be pasted into a shell: quoted only where it has to be. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quote(text));
