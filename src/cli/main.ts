#!/usr/bin/env node
/** The bin: refuses where it cannot work, otherwise hands over. Imports nothing before it knows. */

const OLDEST_NODE = [22, 18] as const;

const refusal = (): string | null => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const tooOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  if (tooOld) return `runbook needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`;
  if (process.platform === 'win32')
    return 'runbook works on Linux, macOS and inside WSL, not on Windows itself: start it in your WSL distribution.';
  return null;
};

/** What completions and scripts ask over and over is answered without the command-line library, which costs as much as Node's own start. */
const answerAtOnce = async (words: string): Promise<number | null> => {
  if (words === '--version') {
    const { version } = await import('./version.ts');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (words !== 'list' && words !== 'list --json') return null;
  const [{ processIo }, { list }] = await Promise.all([import('./io.ts'), import('./commands/list.ts')]);
  return list(processIo(undefined), [], { json: words === 'list --json' });
};

const answer = async (): Promise<number> => {
  try {
    return (await answerAtOnce(process.argv.slice(2).join(' '))) ?? (await (await import('./program.ts')).program(process.argv));
  } catch (error) {
    const { problemExitCode, problemOf, problemText } = await import('./report-problem.ts');
    const told = problemOf(error);
    process.stderr.write(problemText(told));
    return problemExitCode(told);
  }
};

const refused = refusal();
if (refused === null) process.exitCode = await answer();
else {
  process.stderr.write(`${refused}\nNothing was changed.\n`);
  process.exitCode = 2;
}

export {};
