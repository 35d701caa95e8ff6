/** Checks articles and their runbooks, and says where and how to mend what it finds. */
import { relative, resolve } from 'node:path';
import { lintPaths } from '../../catalog/lint.ts';
import { formatFinding } from '../../catalog/finding.ts';
import { spawn } from '../../targets/spawn.ts';
import { checkoutRoot } from '../checkout.ts';
import type { Io } from '../io.ts';

const FINDINGS = 2;
const TOOL_TIMEOUT_MS = 60_000;

/** A tool as the lint calls it: its argv and stdin, to what it printed. */
const runTool = async (argv: string[], stdin: string) => {
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const result = await spawn({ argv, stdin, timeoutMs: TOOL_TIMEOUT_MS, env, signal: new AbortController().signal, onOutput: () => {} });
  return { code: result.kind === 'exited' ? result.code : null, stdout: result.stdout, stderr: result.stderr };
};

export const lint = async (io: Io, paths: string[], { json }: { json?: boolean }): Promise<number> => {
  const root = checkoutRoot('lint', io.cwd);
  const inRoot = paths.map((path) => relative(root, resolve(io.cwd, path)));
  const report = await lintPaths({ root, paths: inRoot, run: runTool, requireShellcheck: io.env.CI !== undefined });
  if (json) io.out(`${JSON.stringify({ version: 1, ...report }, null, 2)}\n`);
  else {
    for (const finding of report.findings) io.out(`${formatFinding(finding)}\n`);
    for (const note of report.notes) io.out(`note: ${formatFinding(note)}\n`);
    io.out(
      `${report.articles} ${report.articles === 1 ? 'article' : 'articles'}, ${report.findings.length} ${report.findings.length === 1 ? 'finding' : 'findings'}\n`,
    );
  }
  return report.findings.length === 0 ? 0 : FINDINGS;
};
