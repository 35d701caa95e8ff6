/** The words that frame a report, in the languages of the content. */
import type { Language } from '../domain/language.ts';
import type { Phase, Risk } from '../domain/step.ts';
import type { Verdict } from '../domain/verdict.ts';

export type Words = {
  phase: Record<Phase, string>;
  risk: Record<Risk, string>;
  /** To a question that asks whether something is wrong. */
  answer: { present: string; absent: string; unknown: string };
  gate: string;
  forced: string;
  gateAnswer: Record<'yes' | 'no' | 'likely' | 'unknown', string>;
  fact: (name: string, value: string) => string;
  aside: (text: string) => string;
  /** Words beside each other, parts of a sentence, and sentences: between them stands something else in every language. */
  list: (items: string[]) => string;
  clauses: (said: string[]) => string;
  sentences: (said: string[]) => string;
  on: (target: string) => string;
  plan: string;
  why: string;
  recommended: string;
  askedFor: string;
  found: (step: string, line: string, more: number) => string;
  asRoot: string;
  cluster: string;
  downtime: string;
  loses: string;
  undo: string;
  noUndo: (reason: string) => string;
  others: string;
  canary: (creates: string) => string;
  faultHere: string;
  faultStillHere: string;
  faultAbsent: string;
  stable: (time: string, samples: number) => string;
  waiting: (step: string) => string;
  changes: (count: number) => string;
  standing: (steps: string) => string;
  during: (step: string) => string;
  verdict: Record<Verdict['kind'], string>;
  takenBack: string;
  /** Above what happens when a run goes on, or is taken back. */
  resumed: Record<'resume' | 'undo', (run: string) => string>;
  /** Whether a step happened that was at work when its run ended. */
  doubt: Record<'done' | 'not-done' | 'again' | 'unknown', (step: string) => string>;
  /** The same in a table of several targets. */
  brief: Record<Verdict['kind'], string>;
  notBegun: string;
  targets: (count: number) => string;
  journal: string;
  needs: string;
};

const en: Words = {
  phase: { precheck: 'precheck', diagnose: 'diagnose', fix: 'fix', verify: 'verify', undo: 'undo', collect: 'collect' },
  risk: { 'read-only': 'only reads', reversible: 'reversible', disruptive: 'disruptive', destructive: 'destructive' },
  answer: { present: 'Yes.', absent: 'No.', unknown: 'It could not be determined.' },
  gate: 'gate',
  forced: 'The article does not apply. Going on anyway (--force).',
  gateAnswer: { yes: 'affected', no: 'not affected', likely: 'likely affected', unknown: 'unknown' },
  fact: (name, value) => `${name}: ${value}`,
  aside: (text) => ` (${text})`,
  list: (items) => items.join(', '),
  clauses: (said) => said.join('; '),
  sentences: (said) => said.join(' '),
  on: (target) => `on ${target}`,
  plan: 'plan',
  why: 'why',
  recommended: 'the recommended way',
  askedFor: 'asked for, not the recommended way',
  found: (step, line, more) => `${step} ${line}${more === 0 ? '' : ` (and ${more} more)`}`,
  asRoot: 'as root',
  cluster: 'cluster',
  downtime: 'downtime',
  loses: 'loses',
  undo: 'undo',
  noUndo: (reason) => `none: ${reason}`,
  others: 'other ways',
  canary: (creates) => `during verify: ${creates}. Always removed again, by the second script.`,
  faultHere: 'The fault is here.',
  faultStillHere: 'It is still here.',
  faultAbsent: 'The fault is not here.',
  stable: (time, samples) => `healthy for ${time}, ${samples} ${samples === 1 ? 'sample' : 'samples'}`,
  waiting: (step) => `not yet: ${step}`,
  changes: (count) => (count === 0 ? 'Nothing was changed.' : `${count} ${count === 1 ? 'change' : 'changes'} made.`),
  standing: (steps) => `These took effect, or may have, and were not undone: ${steps}.`,
  during: (step) => `It was interrupted during ${step}: whether that took effect is unknown.`,
  verdict: {
    healthy: 'healthy: this fault is not here',
    fixed: 'fixed: the fault is gone, the checks pass, and it stays so',
    'fault-present': 'the fault is here',
    manual: 'to be done by hand',
    undetermined: 'undetermined: the checks gave no clear answer',
    'not-applicable': 'not applicable: this article is not about this cluster',
    undone: 'not fixed: everything was undone, the cluster is as it was before',
    'in-between': 'not fixed, and not everything could be undone',
    'still-faulty': 'the fix was applied, but the fault or its effect is still there',
    refused: 'refused',
    interrupted: 'interrupted',
  },
  takenBack: 'undone: every change was undone, the cluster is as it was before',
  resumed: { resume: (run) => `the run ${run} goes on`, undo: (run) => `the run ${run} is undone` },
  doubt: {
    done: (step) => `“${step}” was running when the run ended: it took effect.`,
    'not-done': (step) => `“${step}” was running when the run ended: it did not take effect.`,
    again: (step) => `“${step}” was running when the run ended: it is safe to run again.`,
    unknown: (step) => `“${step}” was running when the run ended: whether it took effect is unknown.`,
  },
  brief: {
    healthy: 'healthy',
    fixed: 'fixed',
    'fault-present': 'the fault is here',
    manual: 'to be done by hand',
    undetermined: 'undetermined',
    'not-applicable': 'not applicable',
    undone: 'not fixed, all undone',
    'in-between': 'not fixed, not all undone',
    'still-faulty': 'applied, still faulty',
    refused: 'refused',
    interrupted: 'interrupted',
  },
  notBegun: 'not begun',
  targets: (count) => `${count} targets`,
  journal: 'journal',
  needs: 'Is everything here that the steps need?',
};

const zhCn: Words = {
  phase: { precheck: '预检', diagnose: '诊断', fix: '修复', verify: '验证', undo: '撤销', collect: '收集' },
  risk: { 'read-only': '只读', reversible: '不停服务', disruptive: '会中断服务', destructive: '会丢失数据' },
  answer: { present: '有。', absent: '没有。', unknown: '无法判断。' },
  gate: '适用性',
  forced: '本文并不适用；因为指定了 --force，仍然继续。',
  gateAnswer: { yes: '受影响', no: '不受影响', likely: '很可能受影响', unknown: '未知' },
  fact: (name, value) => `${name}：${value}`,
  aside: (text) => `（${text}）`,
  list: (items) => items.join('、'),
  clauses: (said) => said.join('；'),
  sentences: (said) => said.join(''),
  on: (target) => `目标：${target}`,
  plan: '计划',
  why: '理由',
  recommended: '推荐方案',
  askedFor: '由你指定，不是推荐方案',
  found: (step, line, more) => `${step} ${line}${more === 0 ? '' : `（另有 ${more} 条）`}`,
  asRoot: '需要 root 权限',
  cluster: '集群',
  downtime: '停机',
  loses: '丢失',
  undo: '撤销',
  noUndo: (reason) => `不能（${reason}）`,
  others: '其他方案',
  canary: (creates) => `验证期间会临时创建：${creates}。不论验证结果如何，都由第二个脚本删除。`,
  faultHere: '确认存在该故障。',
  faultStillHere: '故障仍在。',
  faultAbsent: '没有发现该故障。',
  stable: (time, samples) => `已稳定 ${time}，采样 ${samples} 次`,
  waiting: (step) => `尚未通过：${step}`,
  changes: (count) => (count === 0 ? '没有做任何改动。' : `共做了 ${count} 处改动。`),
  standing: (steps) => `以下步骤的改动还在，或者可能还在：${steps}。`,
  during: (step) => `执行 ${step} 时被中断，不能确定这一步是否已经生效。`,
  verdict: {
    healthy: '正常：没有这个故障',
    fixed: '已修复：故障消失，该通的都通了，而且一直稳定',
    'fault-present': '存在该故障',
    manual: '需要手动操作',
    undetermined: '无法判断',
    'not-applicable': '不适用：本文与这个集群无关',
    undone: '未修复：已全部撤销，集群恢复原状',
    'in-between': '未修复，改动也没能全部撤销',
    'still-faulty': '已执行修复，但故障或其影响仍在',
    refused: '已拒绝',
    interrupted: '已中断',
  },
  takenBack: '已撤销：所有改动都已撤回，集群恢复原状',
  resumed: { resume: (run) => `接着上次的运行 ${run} 继续`, undo: (run) => `撤销运行 ${run} 所做的改动` },
  doubt: {
    done: (step) => `上次运行断在“${step}”：这一步已经生效。`,
    'not-done': (step) => `上次运行断在“${step}”：这一步没有生效。`,
    again: (step) => `上次运行断在“${step}”：这一步可以重复执行。`,
    unknown: (step) => `上次运行断在“${step}”：不能确定这一步是否已经生效。`,
  },
  brief: {
    healthy: '正常',
    fixed: '已修复',
    'fault-present': '存在该故障',
    manual: '需要手动操作',
    undetermined: '无法判断',
    'not-applicable': '不适用',
    undone: '未修复，已全部撤销',
    'in-between': '未修复，没能全部撤销',
    'still-faulty': '已执行，故障仍在',
    refused: '已拒绝',
    interrupted: '已中断',
  },
  notBegun: '尚未开始',
  targets: (count) => `共 ${count} 个目标`,
  journal: '运行记录',
  needs: '需要的工具和权限都有吗？',
};

export const wordsOf = (language: Language): Words => (language === 'zh-cn' ? zhCn : en);
