import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultyPlace, startRunbook } from '../helpers/cli.ts';

/** The most memory it ever had, in MB: VmHWM of proc(5), read until it has ended. */
const peakOf = async (script: string): Promise<{ peak: number; code: number | null; stdout: string }> => {
  const place = faultyPlace((one) => ({
    ...one,
    steps: one.steps.map((step) => (step.id === 'mend' ? { ...step, script: `${script}; rm "$HOME/broken"`, timeoutMs: 280_000 } : step)),
  }));
  const { child, answer } = startRunbook(['run', 'test-fault', '--yes', '--json'], { env: place.env });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    } catch {
      clearInterval(watch);
    }
  }, 50);
  const { code, stdout } = await answer;
  clearInterval(watch);
  return { peak, code, stdout };
};

describe('the memory of a run', () => {
  it('grows by less than 50 MB, however much a step prints', async ({ skip }) => {
    if (process.platform !== 'linux') skip('only Linux tells the peak in /proc');
    const quiet = await peakOf('true');
    const lines = await peakOf(`{ yes 'a line of quite some length, as a log has it' || true; } | head -c 150000000`);
    const oneLine = await peakOf(`head -c 150000000 /dev/zero | tr '\\0' x`);
    expect([quiet.code, lines.code, oneLine.code]).toEqual([0, 0, 0]);
    expect(lines.peak - quiet.peak).toBeLessThan(50);
    expect(oneLine.peak - quiet.peak).toBeLessThan(50);
  }, 600_000);
});
