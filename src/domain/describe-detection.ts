/** Words for what was found of a component: who tells of a version, and why one could not be told. */
import type { Likely, Why } from './detected-version.ts';
import type { Language } from './language.ts';

export const likelyWords: Record<Language, Record<Likely, string>> = {
  en: {
    'program-on-disk': 'the program on disk',
    'image-tag': 'the tag of the node image',
    profile: 'the profile of minikube',
  },
  'zh-cn': {
    'program-on-disk': '磁盘上的程序',
    'image-tag': '节点镜像的标签',
    profile: 'minikube 的 profile',
  },
};

/** Why a version could not be told, before the tool's own words. */
export const whyWords: Record<Language, Record<Why, string>> = {
  en: {
    missing: 'not found',
    'timed-out': 'timed out',
    'no-permission': 'no permission',
    refused: 'refused',
    unreachable: 'the target cannot be reached',
    asleep: 'not running, and asking would start it',
    'not-understood': 'not understood',
    several: 'several at once',
    failed: 'failed',
  },
  'zh-cn': {
    missing: '未找到',
    'timed-out': '超时',
    'no-permission': '权限不足',
    refused: '连接被拒绝',
    unreachable: '无法连接目标',
    asleep: '没有在运行，查询会把它启动',
    'not-understood': '无法识别输出',
    several: '同时存在多个版本',
    failed: '执行失败',
  },
};
