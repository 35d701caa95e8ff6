/** Articles of one's own run with one's rights, and nobody has proven them: a person says once that they may, until they change. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson, sha256 } from '../../domain/digest.ts';
import type { Language } from '../../domain/language.ts';
import { fail } from '../../domain/problem.ts';
import { stateDirectory } from '../../journal/writer.ts';
import { systemClock } from '../clock.ts';
import type { Io } from '../io.ts';
import { wordsOf } from '../../reporters/words.ts';
import { isYes, promptAtTerminal } from '../prompt.ts';
import { shellWord } from '../../domain/shell-word.ts';
import type { Own } from './read.ts';

const FILE = 'trusted-catalogues.json';
const trustedSchema = z.strictObject({
  version: z.literal(1),
  digests: z.record(z.string(), z.object({ directory: z.string(), at: z.string() })),
});
type Trusted = z.output<typeof trustedSchema>;

const QUESTION: Record<Language, (own: Own) => string> = {
  en: ({ dir, runbooks }) =>
    `  ${dir} has ${runbooks.length === 1 ? 'an article' : 'articles'} of its own: ${namesOf(runbooks)}.
  The commands in there run with your rights, and nobody has proven them.
  To read them first: runbook show ${runbooks[0]?.slug} --catalog ${shellWord(dir)}
  Trust them as they are now? [y/N] `,
  'zh-cn': ({ dir, runbooks }) =>
    `  ${dir} 里有自备的文章：${wordsOf('zh-cn').list(runbooks.map(({ slug }) => slug))}。
  里面的命令会以你的权限执行，没有人实证过。
  可以先看内容：runbook show ${runbooks[0]?.slug} --catalog ${shellWord(dir)}
  信任它们目前的内容吗？[y/N] `,
};

const namesOf = (runbooks: Own['runbooks']): string => runbooks.map(({ slug }) => slug).join(', ');

/** Of everything that is read or run of it. */
export const digestOf = ({ runbooks }: Own): Promise<string> => sha256(canonicalJson(runbooks));

const trustedIn = (file: string): Trusted['digests'] => {
  try {
    return trustedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).digests;
  } catch {
    return {}; // What cannot be read trusts nobody: the person is asked again.
  }
};

/** Put into place whole. Where nothing can be kept, the person is asked again the next time. */
const remember = (io: Io, digest: string, { dir }: Own): void => {
  const state = stateDirectory(io.env, io.home);
  const file = join(state, FILE);
  const digests = { ...trustedIn(file), [digest]: { directory: dir, at: systemClock.now().toISOString() } };
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}.new`, `${JSON.stringify({ version: 1, digests } satisfies Trusted, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.${process.pid}.new`, file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.err(io.language === 'en' ? `  That they are trusted cannot be kept: ${why}\n` : `  无法记录这次信任：${why}\n`);
  }
};

const refuse = (own: Own, digest: string, given: string | undefined): never => {
  const which = `${own.dir} (${namesOf(own.runbooks)})`;
  const message =
    given === undefined
      ? `The articles in ${which} are not trusted yet.`
      : `The articles in ${which} are not those of the digest that was given.`;
  return fail('not-trusted', message, {
    hint: `Read them (runbook show ${own.runbooks[0]?.slug} --catalog ${shellWord(own.dir)}), then add: --trust-catalog ${digest}`,
  });
};

/** Throws a Problem where nobody says that they may run. */
export const checkTrust = async (io: Io, own: Own, given: string | undefined): Promise<void> => {
  const digest = await digestOf(own);
  if (given !== undefined && given !== digest) refuse(own, digest, given);
  if (Object.hasOwn(trustedIn(join(stateDirectory(io.env, io.home), FILE)), digest)) return;
  if (given === undefined) {
    const said = io.interactive ? await promptAtTerminal(QUESTION[io.language](own), { hidden: false }) : null;
    if (!isYes(said?.trim() ?? '')) refuse(own, digest, given);
  }
  remember(io, digest, own);
};
