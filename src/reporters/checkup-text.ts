/** What was found on a target, for a person: what is here first, each with the reason and what to type next. */
import { describeGate } from '../domain/describe-gate.ts';
import type { Checkup, Examination } from '../domain/checkup.ts';
import type { Language } from '../domain/language.ts';
import { targetName } from '../domain/target.ts';
import { block } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Paint, Style as Colour } from './paint.ts';
import { plainText } from './plain-text.ts';
import { wordsOf } from './words.ts';
import type { Words } from './words.ts';

/** Titles by slug, in the language of the reader; `carried`: the options that the next command needs as well. */
type Style = { language: Language; width: number; colour: boolean; titles: Record<string, string>; carried: string };
type View = Style & { paint: Paint; words: Words };

const WORDS = {
  en: {
    kinds: { present: 'It is here.', untold: 'It could not be determined.', 'needs-input': 'Not looked for: it needs the input' },
    absent: 'not here',
    'not-applicable': 'not about this cluster',
    next: 'next',
    none: 'There are no articles.',
    found: (count: number) =>
      count === 0 ? 'No known fault was found.' : `${count} known ${count === 1 ? 'fault is' : 'faults are'} here.`,
    open: (count: number) => `${count} could not be determined.`,
  },
  'zh-cn': {
    kinds: { present: '存在该故障。', untold: '无法判断。', 'needs-input': '没有检查，要先提供' },
    absent: '没有发现',
    'not-applicable': '与这个集群无关',
    next: '下一步',
    none: '没有文章。',
    found: (count: number) => (count === 0 ? '没有发现已知的故障。' : `发现 ${count} 个已知的故障。`),
    open: (count: number) => `${count} 个无法判断。`,
  },
};

const INDENT = 4;
const EVIDENCE_LINES = 3;

type Open = Extract<Examination, { kind: 'present' | 'untold' | 'needs-input' }>;
type Closed = Exclude<Examination, Open>;

const isOpen = (one: Examination): one is Open => one.kind === 'present' || one.kind === 'untold' || one.kind === 'needs-input';

const MARKS: Record<Open['kind'], [mark: string, colour: Colour]> = {
  present: ['✗', 'red'],
  untold: ['?', 'yellow'],
  'needs-input': ['?', 'yellow'],
};

/** What to type next: the plan of what is here, the diagnosis of what could not be told. */
const nextCommand = (one: Open, carried: string): string => {
  const inputs = one.kind === 'needs-input' ? one.inputs.map((name) => ` --input ${name}=…`).join('') : '';
  return `runbook ${one.kind === 'present' ? 'plan' : 'diagnose'} ${one.slug}${carried}${inputs}`;
};

const line = (text: string, { width }: View): string => `${block('', text, { width, indent: INDENT })}\n`;

const clipped = (text: string, { width }: View): string => {
  const room = Math.max(30, width - INDENT - 2);
  const plain = plainText(text);
  return plain.length > room ? `${plain.slice(0, room - 1)}…` : plain;
};

const toldOf = (one: Open, view: View): string[] => {
  const said = WORDS[view.language].kinds[one.kind];
  if (one.kind === 'present') return [said, ...one.evidence.slice(0, EVIDENCE_LINES).map((text) => view.paint('dim', clipped(text, view)))];
  if (one.kind === 'untold')
    return [view.words.sentences([said, view.paint('dim', plainText(one.step ? view.words.fact(one.step, one.reason) : one.reason))])];
  return [`${said} ${view.words.list(one.inputs)}`];
};

const openText = (one: Open, view: View): string => {
  const { paint, language, words } = view;
  const [mark, colour] = MARKS[one.kind];
  const why = plainText(describeGate(one.gate, language));
  const gate = `${words.gateAnswer[one.gate.answer]}${why === '' ? '' : ` ${paint('dim', `— ${why}`)}`}`;
  const title = paint('bold', view.titles[one.slug] ?? one.slug);
  return [
    `${block(`  ${paint(colour, mark)}`, title, { width: view.width, indent: INDENT })}\n`,
    line(`${paint('dim', `${one.slug} · ${one.id} ·`)} ${gate}`, view),
    ...toldOf(one, view).map((text) => line(text, view)),
    line(`${paint('cyan', WORDS[language].next)}  ${nextCommand(one, view.carried)}`, view),
    '\n',
  ].join('');
};

const closedText = (kind: Closed['kind'], all: Examination[], view: View): string => {
  const some = all.filter((one) => one.kind === kind);
  if (some.length === 0) return '';
  const { paint, language } = view;
  const mark = kind === 'absent' ? paint('green', '✓') : paint('dim', '·');
  const head = `${block(`  ${mark}`, WORDS[language][kind], { width: view.width, indent: INDENT })}\n`;
  const why = ({ slug, gate }: Examination) =>
    kind === 'absent' ? slug : `${slug} ${paint('dim', `— ${plainText(describeGate(gate, language))}`)}`;
  return `${head}${some.map((one) => line(why(one), view)).join('')}\n`;
};

const summary = (all: Examination[], { paint, language, words: { sentences } }: View): string => {
  const words = WORDS[language];
  if (all.length === 0) return words.none;
  const found = all.filter(({ kind }) => kind === 'present').length;
  const open = all.filter((one) => isOpen(one) && one.kind !== 'present').length;
  const said = sentences([words.found(found), ...(open === 0 ? [] : [words.open(open)])]);
  return paint(['bold', found > 0 ? 'red' : open > 0 ? 'yellow' : 'green'], said);
};

export const checkupText = ({ examinations, target }: Checkup, style: Style): string => {
  const view: View = { ...style, paint: paintFor(style.colour), words: wordsOf(style.language) };
  return [
    `\n  ${view.paint('dim', view.words.on(targetName(target)))}\n\n`,
    ...examinations.filter(isOpen).map((one) => openText(one, view)),
    closedText('absent', examinations, view),
    closedText('not-applicable', examinations, view),
    `  ${summary(examinations, view)}\n\n`,
  ].join('');
};
