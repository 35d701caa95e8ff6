/**
 * JUnit's XML, as Jenkins, GitLab and their kin read it: a test case for the gate, for every step and for the verdict.
 * Of a step that looked more than once the last look counts, so a fault that was found and mended is a pass.
 */
import { describeGate } from '../domain/describe-gate.ts';
import { targetName } from '../domain/target.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { RenderDocument } from './document.ts';
import { documentWordsOf } from './document-words.ts';
import type { ReporterContext } from './reporter.ts';
import { clip } from './plain-text.ts';
import { outcomeOf, titleOf, whyOf } from './step-text.ts';
import type { Story, Told } from './story.ts';
import { reasonsOf } from './verdict-text.ts';
import { wordsOf } from './words.ts';
import { element, text } from './xml.ts';

/** What is not well: `failure` is what was asked and is not so, `error` what could not be told. */
type Bad = { kind: 'failure' | 'error' | 'skipped'; type: string; message: string; details: string };
type Case = { name: string; group: string; ms: number; bad: Bad | null; stdout: string; stderr: string };

const OUTPUT_LIMIT = 100_000;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const badStep = (told: Told, context: ReporterContext): Bad | null => {
  const outcome = outcomeOf(told);
  if (outcome === 'good' || outcome === 'told') return null;
  const { result } = told;
  const type = result.kind === 'action' ? result.outcome : result.kind === 'probe' ? result.finding : '';
  const doubtful = outcome === 'unknown' || (result.kind === 'action' && result.outcome !== 'failed');
  return { kind: doubtful ? 'error' : 'failure', type, message: titleOf(context, told.step), details: whyOf(result) };
};

const stepCase = (told: Told, context: ReporterContext): Case => ({
  name: told.step,
  group: told.phase,
  ms: told.exec.ms,
  bad: badStep(told, context),
  stdout: told.exec.stdout,
  stderr: told.exec.stderr,
});

const gateCase = ({ gate }: Story, { language }: ReporterContext): Case[] => {
  if (gate === null) return [];
  const { answer } = gate.gate;
  const message = wordsOf(language).gateAnswer[answer];
  const bad: Bad | null = answer === 'no' ? { kind: 'skipped', type: answer, message, details: describeGate(gate.gate, language) } : null;
  return [{ name: 'gate', group: 'gate', ms: 0, bad, stdout: describeGate(gate.gate, language), stderr: '' }];
};

const VERDICTS: Record<Verdict['kind'], Bad['kind'] | 'pass'> = {
  healthy: 'pass',
  fixed: 'pass',
  'not-applicable': 'skipped',
  'fault-present': 'failure',
  manual: 'failure',
  undone: 'failure',
  'in-between': 'failure',
  'still-faulty': 'failure',
  undetermined: 'error',
  refused: 'error',
  interrupted: 'error',
};

const badVerdict = ({ end }: Story, { language }: ReporterContext): Bad | null => {
  const words = wordsOf(language);
  if (end === null) return { kind: 'error', type: 'unfinished', message: documentWordsOf(language).unfinished, details: '' };
  const kind = VERDICTS[end.verdict.kind];
  const details = reasonsOf(end.verdict, words).join('\n');
  return kind === 'pass' ? null : { kind, type: end.verdict.kind, message: words.verdict[end.verdict.kind], details };
};

const lastLooks = ({ told }: Story): Told[] => [...new Map(told.map((one) => [`${one.phase} ${one.step}`, one])).values()];

const casesOf = (story: Story, context: ReporterContext): Case[] => [
  ...gateCase(story, context),
  ...lastLooks(story).map((told) => stepCase(told, context)),
  { name: 'verdict', group: 'verdict', ms: 0, bad: badVerdict(story, context), stdout: '', stderr: '' },
];

const output = (name: string, content: string): string => (content === '' ? '' : element(name, {}, text(clip(content, OUTPUT_LIMIT))));

const caseXml = ({ name, group, ms, bad, stdout, stderr }: Case, slug: string): string => {
  const said = bad === null ? '' : element(bad.kind, { type: bad.type, message: bad.message }, text(bad.details));
  const content = `${said}${output('system-out', stdout)}${output('system-err', stderr)}`;
  return element('testcase', { name, classname: `${slug}.${group}`, time: seconds(ms) }, content === '' ? '' : `\n${content}`);
};

const propertiesXml = ({ start, environment, end }: Story): string => {
  const versions = Object.entries(environment?.components ?? {}).flatMap(([name, found]) =>
    found?.kind === 'known' ? [[`version.${name}`, found.version] as const] : [],
  );
  const all = [['run', start?.run ?? ''] as const, ['digest', start?.digest ?? ''] as const, ...versions];
  const said = [...all, ['changes', String(end?.changes ?? '')] as const].map(([name, value]) => element('property', { name, value }));
  return element('properties', {}, `\n${said.join('')}`);
};

export const junitDocument: RenderDocument = (story, context) => {
  const { slug } = context.runbook;
  const cases = casesOf(story, context);
  const count = (kind: Bad['kind']): number => cases.filter(({ bad }) => bad?.kind === kind).length;
  const { start, end } = story;
  const took = start && end ? Date.parse(end.at) - Date.parse(start.at) : 0;
  const sums = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const about = { skipped: count('skipped'), timestamp: start?.at.slice(0, 19) ?? '', hostname: start ? targetName(start.target) : '' };
  const body = `\n${propertiesXml(story)}${cases.map((one) => caseXml(one, slug)).join('')}`;
  const suite = element('testsuite', { name: slug, ...sums, time: seconds(took), ...about }, body);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'kubemend', time: seconds(took), ...sums }, `\n${suite}`)}`;
};
