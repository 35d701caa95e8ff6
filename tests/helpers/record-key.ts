/** Names a record of a journal by what it tells, and how many of its kind there were before: the same in every run of the same runbook. */

type Told = { type: string; step?: string; phase?: string; what?: string };

/** Null for what is no record. Counts in `seen`. */
export const keyOf = (line: string, seen: Map<string, number>): string | null => {
  if (!line.startsWith('{"v":')) return null;
  const { type, step, phase, what } = (JSON.parse(line) as { event: Told }).event;
  const kind = [type, step ?? phase ?? what].filter((part) => part !== undefined).join(' ');
  const times = (seen.get(kind) ?? 0) + 1;
  seen.set(kind, times);
  return `${kind}#${times}`;
};

export const keysOf = (journal: string): string[] => {
  const seen = new Map<string, number>();
  return journal.split('\n').flatMap((line) => keyOf(line, seen) ?? []);
};
