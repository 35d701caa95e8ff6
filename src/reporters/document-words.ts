/** The words of reports that are documents, in the languages of the content. */
import type { Language } from '../domain/language.ts';

export type DocumentWords = {
  environment: string;
  columns: [component: string, version: string, how: string];
  notInstalled: string;
  found: string;
  planned: string;
  done: string;
  verified: string;
  undone: string;
  collected: string;
  failure: string;
  run: string;
  runbook: string;
  target: string;
  began: string;
  took: string;
  inputs: string;
  forced: string;
  printed: string;
  script: string;
  notRun: string;
  samples: (count: number) => string;
  unfinished: string;
};

const en: DocumentWords = {
  environment: 'Environment',
  columns: ['component', 'version', 'how it was learnt'],
  notInstalled: 'not installed',
  found: 'What was found',
  planned: 'What would be done',
  done: 'What was done',
  verified: 'What was verified',
  undone: 'What was undone',
  collected: 'What was collected, before any change',
  failure: 'What was collected when it failed',
  run: 'run',
  runbook: 'runbook',
  target: 'target',
  began: 'began',
  took: 'took',
  inputs: 'inputs',
  forced: 'The run went on although the article did not seem to apply (--force).',
  printed: 'What it printed',
  script: 'The script',
  notRun: 'not run',
  samples: (count) => (count === 1 ? 'looked at once' : `looked at ${count} times, the last is shown`),
  unfinished: 'the run did not come to an end',
};

const zhCn: DocumentWords = {
  environment: '环境',
  columns: ['组件', '版本', '怎么得知'],
  notInstalled: '未安装',
  found: '诊断结果',
  planned: '将要执行的操作',
  done: '已执行的操作',
  verified: '验证结果',
  undone: '已撤销的操作',
  collected: '改动之前收集的信息',
  failure: '失败时收集的信息',
  run: '运行编号',
  runbook: '手册',
  target: '目标',
  began: '开始时间',
  took: '用时',
  inputs: '输入',
  forced: '本文看来并不适用；因为指定了 --force，仍然继续。',
  printed: '输出',
  script: '脚本',
  notRun: '未执行',
  samples: (count) => (count === 1 ? '检查 1 次' : `检查 ${count} 次，以下为最后一次的结果`),
  unfinished: '这次运行没有跑完',
};

export const documentWordsOf = (language: Language): DocumentWords => (language === 'zh-cn' ? zhCn : en);
