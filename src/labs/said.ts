/** What a look at a lab, or a script in it, came to. */
export type Said = { ok: boolean; detail: string };
