/** What the skeleton of an article still leaves to write. */
import type { Source } from './draft.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';

const TODO = /\bTODO\b:?\s*(.*?)(?:['"`]|\*\/\}|-->|\s)*$/;

/** Every line with a `TODO`, as the list of what is left to do. */
export const todoLint = ({ file, text }: Source): LintFinding[] =>
  text.split(/\r?\n/).flatMap((line, index) => {
    const found = TODO.exec(line);
    if (found === null) return [];
    const place = { line: index + 1, column: found.index + 1 };
    return [
      finding(file, place, {
        rule: 'todo',
        message: `left to write: ${found[1] === '' ? 'this' : found[1]}`,
        help: 'write it in place of the TODO',
      }),
    ];
  });
