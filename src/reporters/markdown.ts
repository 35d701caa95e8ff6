/** A report to paste into an issue: what is true now, where, what was found, what was done, verbatim and folded. */
import { component } from '../domain/components/index.ts';
import type { ComponentName } from '../domain/components/index.ts';
import { formatDuration } from '../domain/duration.ts';
import type { Detection } from '../domain/environment.ts';
import { describeReason } from '../domain/gate-reason.ts';
import type { Planned } from '../domain/plan.ts';
import { stepById, textOf } from '../domain/runbook.ts';
import { targetName } from '../domain/target.ts';
import type { RenderDocument } from './document.ts';
import { documentWordsOf } from './document-words.ts';
import type { DocumentWords } from './document-words.ts';
import { clip } from './plain-text.ts';
import type { ReporterContext } from './reporter.ts';
import { code, fence, folded, prose, table } from './safe-markdown.ts';
import { MARKS, outcomeOf, titleOf, whyOf } from './step-text.ts';
import type { Story, Told } from './story.ts';
import { reasonsOf } from './verdict-text.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

/** `limit` characters of what each step printed. */
type Page = { story: Story; context: ReporterContext; words: Words; say: DocumentWords; limit: number };

/** GitHub takes 65,536 characters in an issue. What does not fit is told with less of what was printed. */
const LARGEST = 60_000;
const LEAST = 80;
const LIMITS = [8000, 3000, 1000, 300, LEAST];

const section = (title: string, body: string): string => (body === '' ? '' : `### ${title}\n\n${body}`);

const tookOf = ({ start, end }: Story): string => (start && end ? formatDuration(Date.parse(end.at) - Date.parse(start.at)) : '—');

const headline = ({ story: { end }, context, words, say }: Page): string => {
  const { title } = textOf(context.runbook, context.language);
  const said = end === null ? say.unfinished : words.verdict[end.verdict.kind];
  const more = end === null ? [] : [...reasonsOf(end.verdict, words), words.changes(end.changes)];
  return `## ${prose(title)}\n\n**${prose(said)}**\n\n${more.map((line) => `${prose(line)}\n\n`).join('')}`;
};

const facts = ({ story, context, words, say }: Page): string => {
  const { start } = story;
  if (start === null) return '';
  const inputs = Object.entries(start.inputs).map(([name, value]) => code(`${name}=${clip(value, 200)}`));
  return table(
    [say.run, code(start.run)],
    [
      [say.runbook, `${code(start.slug)} ${code(context.runbook.id)} ${code(start.digest.slice(0, 19))}`],
      [say.target, code(targetName(start.target))],
      [words.list([say.began, say.took]), `${code(start.at)}, ${tookOf(story)}`],
      ...(inputs.length === 0 ? [] : [[say.inputs, inputs.join(' ')]]),
    ],
  );
};

const versionOf = (found: Detection, say: DocumentWords): string => {
  if (found.kind === 'absent') return prose(say.notInstalled);
  if (found.kind === 'unknown') return `? ${prose(found.reason)}`;
  const { version, revision, channel, arch } = found;
  const more = [revision, channel, arch].filter((one) => one !== undefined);
  return [version, ...more].map((one) => code(String(one))).join(' ');
};

const environment = ({ story, context, words, say }: Page): string => {
  const found = Object.entries(story.environment?.components ?? {}) as [ComponentName, Detection][];
  const rows = found.map(([name, detection]) => [prose(component(name).label), versionOf(detection, say), code(detection.how)]);
  const { gate, forced } = story.gate ?? { gate: null, forced: false };
  const reasons = gate?.reasons.map((reason) => `- ${prose(describeReason(reason, context.language))}\n`).join('') ?? '';
  const answer =
    gate === null ? '' : `${prose(words.fact(words.gate, words.gateAnswer[gate.answer]))}\n\n${reasons === '' ? '' : `${reasons}\n`}`;
  return section(say.environment, `${table(say.columns, rows)}${answer}${forced ? `${prose(say.forced)}\n\n` : ''}`);
};

const printed = ({ limit, say }: Page, { exec }: Told): string => {
  const text = [exec.stdout, exec.stderr].filter((one) => one.trim() !== '').join('\n');
  return text === '' ? '' : folded(say.printed, fence('text', clip(text, limit)));
};

const scriptOf = ({ say, context }: Page, id: string): string => {
  const script = stepById(context.runbook, id)?.script;
  return script === undefined ? '' : folded(say.script, fence('bash', script));
};

const answerOf = ({ words }: Page, { phase, result }: Told): string =>
  phase === 'diagnose' && result.kind === 'probe' ? ` ${prose(words.answer[result.finding])}` : '';

const stepText = (page: Page, told: Told): string => {
  const outcome = outcomeOf(told);
  const why = outcome === 'good' || told.phase === 'diagnose' ? '' : whyOf(told.result);
  const times = told.during === 'verify' ? `, ${page.say.samples(told.times)}` : '';
  const head = `${MARKS[outcome]} **${prose(titleOf(page.context, told.step))}**${answerOf(page, told)} ${code(told.step)}, ${formatDuration(told.exec.ms)}${times}`;
  return `${head}\n\n${why === '' ? '' : `> ${prose(clip(why, 500))}\n\n`}`;
};

/** A second look that came to the same is not told again. */
const isNews = (told: Told, at: number, all: Told[]): boolean =>
  !all.slice(0, at).some((before) => before.step === told.step && outcomeOf(before) === outcomeOf(told));

const looks = (page: Page, during: Told['during'][]): string =>
  page.story.told
    .filter((told) => during.includes(told.during) && told.phase !== 'collect')
    .filter(isNews)
    .map((told) => `${stepText(page, told)}${printed(page, told)}`)
    .join('');

const plannedText = (page: Page, { action }: Planned): string => {
  const { context, words, say } = page;
  const told = page.story.told.find((one) => one.step === action.id && one.during === 'fix');
  const head = told
    ? stepText(page, told)
    : `· **${prose(titleOf(context, action.id))}** ${code(action.id)}, ${prose(page.story.start?.mode === 'plan' ? words.risk[action.risk] : say.notRun)}\n\n`;
  return `${head}${folded(say.script, fence('bash', action.script))}${told ? printed(page, told) : ''}`;
};

const done = (page: Page): string => {
  const { story, context, say, words } = page;
  const { plan } = story;
  if (plan === null) return '';
  const way = textOf(context.runbook, context.language).resolutions[plan.resolution];
  const head = `${prose(way?.title ?? plan.resolution)} ${code(plan.resolution)}\n\n`;
  const cost = way ? `${prose(words.fact(words.downtime, way.cost.downtime))} · ${prose(words.fact(words.loses, way.cost.loses))}\n\n` : '';
  const body = plan.kind === 'manual' ? `${prose(way?.instruction ?? '')}\n\n` : plan.actions.map((one) => plannedText(page, one)).join('');
  return section(story.start?.mode === 'plan' ? say.planned : say.done, `${head}${cost}${body}`);
};

const verified = (page: Page): string => {
  const { sample } = page.story;
  const stable = sample?.healthy ? `${prose(page.words.stable(formatDuration(sample.healthyForMs), sample.streak))}\n\n` : '';
  return section(page.say.verified, `${looks(page, ['verify'])}${stable}`);
};

const undone = (page: Page): string => {
  const steps = page.story.told.filter((told) => told.during === 'undo' && told.phase === 'undo');
  return section(
    page.say.undone,
    steps.map((told) => `${stepText(page, told)}${scriptOf(page, told.step)}${printed(page, told)}`).join(''),
  );
};

const collectedIn = (page: Page, title: string, wanted: (told: Told) => boolean): string => {
  const steps = page.story.told.filter((told) => told.phase === 'collect' && wanted(told));
  return section(title, steps.map((told) => `${stepText(page, told)}${printed(page, told)}`).join(''));
};

/** The evidence of before the first change, and that of a failure. */
const collected = (page: Page): string =>
  collectedIn(page, page.say.collected, ({ during }) => during === 'collect') +
  collectedIn(page, page.say.failure, ({ during }) => during !== 'collect');

const found = (page: Page): string => section(page.say.found, looks(page, ['precheck', 'diagnose']));

const SECTIONS = [headline, facts, environment, found, done, verified, undone, collected];

export const markdownDocument: RenderDocument = (story, context) => {
  const page = { story, context, words: wordsOf(context.language), say: documentWordsOf(context.language) };
  const made = (limit: number): string =>
    `${SECTIONS.map((make) => make({ ...page, limit }))
      .join('')
      .trimEnd()}\n`;
  const fitting = LIMITS.find((limit) => made(limit).length <= LARGEST);
  return made(fitting ?? LEAST);
};
