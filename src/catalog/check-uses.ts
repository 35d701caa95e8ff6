/** Whether `uses` says what the script does: values that are not declared do not reach it. */
import { inputNamesOf, optionOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { DraftStep } from './fence-options.ts';
import { finding } from './finding.ts';
import type { LintFinding } from './finding.ts';
import { recordOf, textsOf } from './raw.ts';
import { placeAt } from './shell.ts';

const positionOf = (script: string, name: string): number => script.search(new RegExp(`\\b${name}\\b`));
const isName = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);
const isAssigned = (script: string, name: string): boolean =>
  new RegExp(`(?:^|[\\s;({])${name}=|\\bread\\b[^\\n;|]*\\b${name}\\b|\\bfor ${name}\\b`, 'm').test(script);

const needless = (draft: Draft, step: DraftStep): LintFinding[] =>
  textsOf(optionOf(step, 'uses')).flatMap((name, index) => {
    if (!isName(name) || positionOf(step.script, name) >= 0) return [];
    return [
      finding(draft.article.file, step.yaml.at(['uses', index]), {
        rule: 'needless-uses',
        message: `the script does not use \`${name}\``,
        help: 'leave it out of `uses`',
      }),
    ];
  });

const undeclared = (draft: Draft, step: DraftStep): LintFinding[] => {
  const outputs = draft.steps.flatMap((one) => Object.keys(recordOf(optionOf(one, 'outputs'))));
  const uses = textsOf(optionOf(step, 'uses'));
  return [...new Set([...inputNamesOf(draft), ...outputs])].flatMap((name) => {
    const pos = isName(name) ? step.script.search(new RegExp(`\\$\\{?[#!]?${name}\\b|ENVIRON\\["${name}"\\]`)) : -1;
    if (pos < 0 || uses.includes(name) || isAssigned(step.script, name)) return [];
    const place = step.inScript(placeAt(step.script, pos));
    return [
      finding(draft.article.file, place, {
        rule: 'undeclared-uses',
        message: `\`${name}\` does not reach the script`,
        help: `add it: \`#| uses: [${[...uses, name].join(', ')}]\``,
      }),
    ];
  });
};

export const checkUses = (draft: Draft): LintFinding[] =>
  draft.steps.flatMap((step) => [...needless(draft, step), ...undeclared(draft, step)]);
