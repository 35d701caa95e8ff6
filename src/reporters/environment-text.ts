/** What was found on a target, for a person: each component with its version and how that was learnt. */
import { groups } from '../domain/components/component.ts';
import type { Component } from '../domain/components/component.ts';
import { component, componentNames } from '../domain/components/index.ts';
import { likelyWords, whyWords } from '../domain/describe-detection.ts';
import type { Detection, Environment } from '../domain/environment.ts';
import type { Language } from '../domain/language.ts';
import { block } from './layout.ts';
import { paintFor } from './paint.ts';
import type { Paint } from './paint.ts';
import { plainText } from './plain-text.ts';
import { wordsOf } from './words.ts';

type Style = { language: Language; width: number; colour: boolean };
type View = Style & { paint: Paint };

const WORDS = {
  en: {
    groups: { distribution: 'distributions', engine: 'container engines', node: 'node' },
    revision: 'revision',
    likely: 'likely',
    assumed: 'assumed',
    unknown: 'unknown',
    absent: 'not there',
    stop: ', ',
    aside: (text: string) => ` (${text})`,
    fact: (name: string, text: string) => `${name}: ${text}`,
  },
  'zh-cn': {
    groups: { distribution: '发行版', engine: '容器引擎', node: '节点' },
    revision: '修订号',
    likely: '很可能是',
    assumed: '假定',
    unknown: '未知',
    absent: '没有找到',
    stop: '，',
    aside: (text: string) => `（${text}）`,
    fact: (name: string, text: string) => `${name}：${text}`,
  },
};

const INDENT = 20;

type Known = Extract<Detection, { kind: 'known' }>;

const detailsOf = ({ revision, channel, arch, variant, assumed }: Known, { language }: View): string[] => {
  const words = WORDS[language];
  const build = revision === undefined ? undefined : `${words.revision} ${revision}`;
  return [build, channel, arch, variant, assumed ? words.assumed : undefined].filter((one) => one !== undefined);
};

const knownText = (found: Known, view: View): string => {
  const words = WORDS[view.language];
  const details = detailsOf(found, view);
  const likely = found.likely === undefined ? '' : `${words.likely}${view.language === 'en' ? ' ' : ''}`;
  const version = view.paint('bold', plainText(found.version));
  const source = found.likely === undefined ? found.how : `${found.how}${words.stop}${likelyWords[view.language][found.likely]}`;
  return `${likely}${version}${details.length === 0 ? '' : words.aside(details.join(words.stop))} ${view.paint('dim', `· ${source}`)}`;
};

const lineOf = (name: Component['label'], text: string, { width }: View): string =>
  `${block(`    ${name}`, text, { width, indent: INDENT })}\n`;

const detectionText = ({ label }: Component, found: Detection, view: View): string => {
  if (found.kind === 'absent') return '';
  if (found.kind === 'known') return lineOf(label, knownText(found, view), view);
  const words = WORDS[view.language];
  const head = view.paint('yellow', words.fact(words.unknown, whyWords[view.language][found.why]));
  return (
    lineOf(label, `${head} ${view.paint('dim', `· ${found.how}`)}`, view) + lineOf('', view.paint('dim', plainText(found.reason)), view)
  );
};

const labelsOf = (all: Component[], language: Language): string => wordsOf(language).list(all.map(({ label }) => label));

const groupText = (group: Component['group'], { components }: Environment, view: View): string => {
  const all = componentNames.map(component).filter((one) => one.group === group);
  const found = all.flatMap((one) => {
    const detection = components[one.name];
    return detection === undefined ? [] : [{ one, detection }];
  });
  const absent = found.filter(({ detection }) => detection.kind === 'absent').map(({ one }) => one);
  const words = WORDS[view.language];
  const rest = absent.length === 0 ? '' : lineOf(view.paint('dim', words.absent), view.paint('dim', labelsOf(absent, view.language)), view);
  const lines = found.map(({ one, detection }) => detectionText(one, detection, view)).join('') + rest;
  return lines === '' ? '' : `\n  ${view.paint('cyan', words.groups[group])}\n${lines}`;
};

const isUnreachable = (found: Detection): found is Extract<Detection, { kind: 'unknown' }> =>
  found.kind === 'unknown' && found.why === 'unreachable';

/** Told once, where it is the same for all. */
const unreachableText = ([first]: Detection[], { language, width, paint }: View): string => {
  const reason = first !== undefined && isUnreachable(first) ? first.reason : '';
  const { fact } = WORDS[language];
  return `\n${block('', paint('yellow', fact(whyWords[language].unreachable, plainText(reason))), { width, indent: 2 })}\n`;
};

/** What was not looked for is left out. */
export const environmentText = (environment: Environment, style: Style): string => {
  const view = { ...style, paint: paintFor(style.colour) };
  const all = Object.values(environment.components);
  if (all.length > 0 && all.every(isUnreachable)) return `${unreachableText(all, view)}\n`;
  return `${groups.map((group) => groupText(group, environment, view)).join('')}\n`;
};
