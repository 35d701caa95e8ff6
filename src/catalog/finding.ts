/** What an author has to mend, where it is, and how. */

/** Lines and columns count from 1, as editors do. */
export type Place = { line: number; column: number };

/** `rule` is permanent: people search for it. */
export type LintFinding = { file: string; line: number; column: number; rule: string; message: string; help: string };

type Said = Pick<LintFinding, 'rule' | 'message' | 'help'>;

export const finding = (file: string, place: Place, said: Said): LintFinding => ({ file, line: place.line, column: place.column, ...said });

/** `file:line:column: message — help`, which editors and terminals make clickable. */
export const formatFinding = ({ file, line, column, message, help }: LintFinding): string =>
  `${file}:${line}:${column}: ${message} — ${help}`;

/** In the order in which a reader of the files meets them. */
export const sortFindings = (findings: readonly LintFinding[]): LintFinding[] =>
  findings.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column);
