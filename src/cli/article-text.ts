/** An article for a terminal: what it is about, every way to fix it, every command verbatim. Useful where there is no network. */
import { describeNeed } from '../domain/step.ts';
import type { Step } from '../domain/step.ts';
import { createdBy, noUndoOf, stepById, textOf } from '../domain/runbook.ts';
import type { Cost, Resolution, Runbook } from '../domain/runbook.ts';
import type { Language } from '../domain/language.ts';
import stringWidth from 'string-width';
import { LABEL_WIDTH, block, row } from '../reporters/layout.ts';
import { paintFor } from '../reporters/paint.ts';
import type { Paint } from '../reporters/paint.ts';
import { riskText, scriptText } from '../reporters/plan-text.ts';
import { wordsOf } from '../reporters/words.ts';
import { markdownText } from './markdown-text.ts';
import { withdrawnNotice } from './withdrawn.ts';

type Style = { runbook: Runbook; language: Language; width: number; paint: Paint };

const WORDS = {
  en: {
    affects: 'affects',
    fix: 'fix',
    recommended: 'recommended',
    manual: 'by hand',
    survivesReboot: 'after a reboot',
    survivesUpgrade: 'after an upgrade',
    run: 'run it',
    threads: 'upstream',
    needs: 'needs',
    only: 'only after',
  },
  'zh-cn': {
    affects: '受影响',
    fix: '修复',
    recommended: '推荐',
    manual: '手动',
    survivesReboot: '重启后',
    survivesUpgrade: '升级后',
    run: '执行',
    threads: '上游',
    needs: '需要',
    only: '仅用于',
  },
};

const undoText = (step: Step, { runbook, language }: Style): string => {
  const words = wordsOf(language);
  if (step.kind !== 'action') return '';
  return ` · ${words.fact(words.undo, step.undo.kind === 'step' ? step.undo.step : words.noUndo(noUndoOf(textOf(runbook, language), step)))}`;
};

/** The ways after which a check is asked, where it is not asked after all. */
const onlyText = (step: Step, { runbook, language, width }: Style): string => {
  if (step.kind !== 'probe' || step.only === undefined) return '';
  const { resolutions } = textOf(runbook, language);
  const words = wordsOf(language);
  return row('', words.fact(WORDS[language].only, words.list(step.only.map((id) => resolutions[id]?.title ?? id))), width);
};

const stepText = (step: Step, style: Style): string => {
  const words = wordsOf(style.language);
  const canary = step.kind === 'probe' && step.canary !== undefined ? step : null;
  const risk = step.kind === 'action' ? step.risk : step.kind === 'undo' || canary !== null ? 'reversible' : 'read-only';
  const makes = canary === null ? '' : row('', words.canary(createdBy(textOf(style.runbook, style.language), canary)), style.width);
  const title = textOf(style.runbook, style.language).steps[step.id] ?? step.title;
  const needs = step.needs.length === 0 ? '' : ` · ${words.fact(WORDS[style.language].needs, words.list(step.needs.map(describeNeed)))}`;
  return [
    row(style.paint('cyan', words.phase[step.phase]), `${style.paint('bold', title)} ${style.paint('dim', `#${step.id}`)}`, style.width),
    row('', `${riskText(risk, style.paint, words)}${needs}${undoText(step, style)}`, style.width),
    makes,
    onlyText(step, style),
    scriptText(step.script, style.paint),
    '\n',
  ].join('');
};

const costText = ({ downtime, loses, survives }: Cost, { language, width, paint }: Style): string => {
  const words = wordsOf(language);
  const own = WORDS[language];
  const facts = [
    [words.downtime, downtime],
    [words.loses, loses],
    [own.survivesReboot, survives.reboot],
    [own.survivesUpgrade, survives.upgrade],
  ] as const;
  const indent = LABEL_WIDTH + 2 + Math.max(...facts.map(([name]) => stringWidth(name))) + 2;
  return facts.map(([name, fact]) => `${block(`${' '.repeat(LABEL_WIDTH + 2)}${paint('dim', name)}`, fact, { width, indent })}\n`).join('');
};

const resolutionText = (resolution: Resolution, style: Style): string => {
  const { runbook, language, width, paint } = style;
  const own = WORDS[language];
  const words = wordsOf(language);
  const told = textOf(runbook, language).resolutions[resolution.id];
  if (!told) return '';
  const tags = words.list([resolution.recommended ? own.recommended : '', resolution.kind === 'manual' ? own.manual : ''].filter(Boolean));
  const title = `${paint('bold', told.title)}${tags === '' ? '' : words.aside(tags)} ${paint('dim', `--resolution ${resolution.id}`)}`;
  const instruction = told.instruction === undefined ? '' : row('', told.instruction, width);
  return `${row(paint('cyan', own.fix), title, width)}${costText(told.cost, style)}${instruction}\n`;
};

const noticeText = ({ runbook, language, width, paint }: Style): string => {
  const [first = '', ...rest] = withdrawnNotice(runbook, language);
  if (first === '') return '';
  return `${row('', paint('red', first), width)}${rest.map((line) => row('', line, width)).join('')}\n`;
};

const headText = (style: Style): string => {
  const { runbook, language, width, paint } = style;
  const own = WORDS[language];
  const text = textOf(runbook, language);
  const ranges = wordsOf(language).list(runbook.affects.map(({ component, range }) => `${component} ${range}`));
  return [
    `\n  ${paint('bold', text.title)}\n  ${paint('dim', `${runbook.id} · ${runbook.slug}`)}\n\n`,
    noticeText(style),
    row('', text.symptom, width),
    '\n',
    row('', text.summary, width),
    '\n',
    row(paint('cyan', own.affects), ranges, width),
    '\n',
    ...runbook.resolutions.map((resolution) => resolutionText(resolution, style)),
    runbook.withdrawn === undefined ? row(paint('cyan', own.run), `runbook run ${runbook.slug}`, width) : '',
  ].join('');
};

/** The whole article; `colour` only where a terminal shows it. */
export const articleText = (
  runbook: Runbook,
  { language, width, colour }: { language: Language; width: number; colour: boolean },
): string => {
  const paint = paintFor(colour);
  const style: Style = { runbook, language, width, paint };
  const expand = (id: string): string => {
    const step = stepById(runbook, id);
    return step ? stepText(step, style) : '';
  };
  const body = markdownText(textOf(runbook, language).body, { width, paint }, expand);
  const threads = runbook.upstream.map(({ ref, relation, title }) => row('', `${ref} (${relation}) ${title}`, width)).join('');
  return `${headText(style)}${body}\n${row(paint('cyan', WORDS[language].threads), '', width)}${threads}\n`;
};
