/** Plans on disk: written for their owner alone and never half, read with everything that is wrong with them said. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Language } from '../domain/language.ts';
import { ProblemError, fail, problem } from '../domain/problem.ts';
import { PLAN_SCHEMA, planFileSchema } from '../domain/plan-file.ts';
import type { PlanFile } from '../domain/plan-file.ts';
import type { Target } from '../domain/target.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Part } from '../engine/request.ts';
import { systemClock } from './clock.ts';
import type { Io } from './io.ts';
import { shellWord } from '../domain/shell-word.ts';

const NEW_ONE = 'Make a new one: runbook plan <article> --out FILE';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const jsonIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail('bad-plan', `${file} cannot be read as a plan: ${messageOf(error)}`, { hint: NEW_ONE });
  }
};

const isNewer = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'schema' in json && typeof json.schema === 'number' && json.schema > PLAN_SCHEMA;

export const readPlan = (file: string): PlanFile => {
  const json = jsonIn(file);
  if (isNewer(json)) return fail('bad-plan', `${file} was written by a newer runbook.`, { hint: `Use that version, or: ${NEW_ONE}` });
  const parsed = planFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return fail('bad-plan', `${file} is no plan: ${issue?.path.join('.') || 'it'}: ${issue?.message}`, { hint: NEW_ONE });
};

const writeWhole = (file: string, text: string): void => {
  const handle = openSync(file, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; written += writeSync(handle, bytes, written));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Written aside and put into place: whoever reads it sees all of it, or what was there before. */
export const writePlan = (file: string, plan: PlanFile): void => {
  const aside = `${file}.${process.pid}.new`;
  try {
    writeWhole(aside, `${JSON.stringify(plan, null, 2)}\n`);
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw new ProblemError(problem('not-written', `The plan cannot be written to ${file}: ${messageOf(error)}`));
  }
};

const SAID: Record<Language, { written: (file: string, more: string) => string; none: string }> = {
  en: {
    written: (file, more) => `The plan is in ${file}. To follow it: runbook run --plan ${file}${more}`,
    none: 'There is nothing to plan: no file was written.',
  },
  'zh-cn': {
    written: (file, more) => `计划已保存到 ${file}。按此执行：runbook run --plan ${file}${more}`,
    none: '没有可保存的计划，未写入文件。',
  },
};

export type Saving = { file: string; catalogue: string | undefined; target: Target; io: Pick<Io, 'err' | 'language'> };

/** Passes the events of a run on and writes the plan that was made; where none was made, no file is. */
export async function* savingPlan(events: Part<Verdict>, { file, catalogue, target, io }: Saving): Part<Verdict> {
  let made: PlanFile | null = null;
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) {
        if (made) writePlan(file, made);
        const said = SAID[io.language];
        io.err(`  ${made ? said.written(file, catalogue === undefined ? '' : ` --catalog ${shellWord(catalogue)}`) : said.none}\n`);
        return next.value;
      }
      if (next.value.type === 'plan.made') {
        const { plan, bound } = next.value;
        made = { kind: 'kubemend-plan', schema: PLAN_SCHEMA, at: systemClock.now().toISOString(), target, plan, bound };
      }
      yield next.value;
    }
  } finally {
    await events.return({ kind: 'undetermined', step: null, reason: 'it was not asked any further' });
  }
}
