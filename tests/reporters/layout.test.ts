import { describe, expect, it } from 'vitest';
import { block } from '../../src/reporters/layout.ts';

const shape = { width: 42, indent: 2 };

describe('a block of text', () => {
  it('is wrapped at words, every line indented', () => {
    expect(block('>', 'Do hostPort rules point at sandboxes that no longer exist?', shape)).toBe(
      '> Do hostPort rules point at sandboxes\n  that no longer exist?',
    );
  });

  it('is filled where it is Chinese, words stay whole, and no line begins with punctuation', () => {
    expect(block('>', '有没有 hostPort 规则指向已经不存在的沙箱？停止 MicroK8s，清空该链，再启动一次。', shape)).toBe(
      '> 有没有 hostPort 规则指向已经不存在的沙\n  箱？停止 MicroK8s，清空该链，再启动一\n  次。',
    );
  });

  it('counts colour for nothing', () => {
    expect(block('', '\u001b[2m中文中文中文\u001b[22m', { width: 42, indent: 2 })).toBe('  \u001b[2m中文中文中文\u001b[22m');
  });
});
