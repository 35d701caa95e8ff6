import { en, type Words } from './en.ts';
import { zhCn } from './zh-cn.ts';
import type { Language } from '../../domain/language.ts';

export type { Words } from './en.ts';

const words: Record<Language, Words> = { en, 'zh-cn': zhCn };

/** Starlight calls the language at the root `undefined`. */
export const languageOf = (locale: string | undefined): Language => (locale === 'zh-cn' ? 'zh-cn' : 'en');
export const wordsOf = (language: Language): Words => words[language];

/** `{name}` in a sentence becomes the value. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const DISTRO_NAMES: Record<string, string> = {
  k3s: 'K3s',
  k3d: 'k3d',
  kind: 'kind',
  microk8s: 'MicroK8s',
  minikube: 'minikube',
  kubeadm: 'kubeadm',
};
export const distroName = (distro: string): string => DISTRO_NAMES[distro] ?? distro;
