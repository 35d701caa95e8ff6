/** What the gate says, in sentences. */
import type { Gate } from './affects.ts';
import { describeReason } from './gate-reason.ts';
import type { Language } from './language.ts';

/** Between Chinese sentences there is no space. */
export const describeGate = ({ reasons }: Gate, language: Language): string =>
  reasons.map((reason) => describeReason(reason, language)).join(language === 'zh-cn' ? '' : ' ');
