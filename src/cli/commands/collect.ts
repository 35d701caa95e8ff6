/** The read-only evidence of an article as one Markdown document, or packed with every event and all that the steps printed. */
import { resolve } from 'node:path';
import { fail } from '../../domain/problem.ts';
import { packedInto } from '../evidence-pack.ts';
import type { Io } from '../io.ts';
import type { RunOptions } from '../run-options.ts';
import { gather } from './run.ts';

/** Evidence is that of one target. */
type CollectOptions = Omit<RunOptions, 'out' | 'target'> & { out?: string; target?: string };

/** What was found is in the evidence: that it was gathered is what the exit code tells. */
const GATHERED = [3, 4];
const exitCodeFor = (code: number): number => (GATHERED.includes(code) ? 0 : code);

const written = (io: Io, file: string): void =>
  io.err(
    io.language === 'zh-cn'
      ? `  证据已写入 ${file}，发送前请先看一遍。\n`
      : `  The evidence is in ${file}. Look at it before you send it.\n`,
  );

export const collect = async (io: Io, args: string[], { out, target, ...rest }: CollectOptions): Promise<number> => {
  const options = { ...rest, ...(target === undefined ? {} : { target: [target] }) };
  const reporting = async (output: string[]): Promise<number> => exitCodeFor(await gather(io, args, { ...options, output }));
  if (out === undefined) return reporting(['markdown']);
  const file = resolve(io.cwd, out);
  const ways = { md: () => reporting([`markdown=${file}`]), gz: () => packedInto(file, { io, reporting }) };
  const way = file.endsWith('.md') ? ways.md : /\.(tar\.gz|tgz)$/.test(file) ? ways.gz : null;
  if (way === null) return fail('usage', `--out ${out}: the evidence goes into a file.md or a file.tar.gz.`);
  const code = await way();
  if (code === 0) written(io, out);
  return code;
};
