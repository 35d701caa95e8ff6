/** What the lab commands say when they end. */
import { levelsOf } from '../labs/definition.ts';
import type { Source } from '../labs/definition.ts';
import type { Missing } from '../labs/environment.ts';
import type { Kept } from '../labs/keep.ts';
import type { LabOutcome } from '../labs/run-lab.ts';
import type { Paint } from '../reporters/paint.ts';

export const missingText = (missing: Missing[]): string =>
  `\n  This lab cannot run here. It lacks:\n${missing.map(({ what, how }) => `    ${what}: ${how}\n`).join('')}\n`;

const otherLevels = ({ root, slug, level }: Source): string => {
  const others = levelsOf(root, slug).filter((one) => one !== level);
  return others.length === 0 ? '' : `  It has labs of other levels too: ${others.map((one) => `--level ${one}`).join(', ')}\n`;
};

export const keptText = (source: Source, { instance, cell, prefix }: Extract<Kept, { kind: 'kept' }>): string => {
  const inside = prefix.join(' ');
  return `
  Broken, and left up: ${instance} (level ${source.level}, cell ${cell})

    a shell on the node   ${inside} bash
    its pods              ${inside} ${source.level === 'component' ? 'microk8s kubectl' : 'kubectl'} get pods -A
    what is wrong         runbook diagnose ${source.slug} --target lab://${instance}
    what mends it         runbook run ${source.slug} --target lab://${instance}
    take it away          runbook lab down ${instance}

${otherLevels(source)}`;
};

export const outcomeText = (paint: Paint, outcome: LabOutcome): string => {
  if (outcome.kind === 'cannot-run') return missingText(outcome.missing);
  const failed = outcome.checks.filter((check) => check.outcome === 'failed').length;
  const said = `${outcome.checks.length - failed} checks passed, ${failed} failed, in ${outcome.seconds} s`;
  const [well, badly] = outcome.proof === null ? ['passed, as a part of the lab', 'not passed'] : ['proven', 'not proven'];
  return `\n  ${failed === 0 ? paint(['bold', 'green'], well) : paint(['bold', 'red'], badly)}: ${said}\n\n`;
};
