/** The command line: reads what was said, and lets the file answer that the command names. */
import { Command, CommanderError } from 'commander';
import { ProblemError, problem } from '../domain/problem.ts';
import { definitions } from './definitions/index.ts';
import { rootHelp } from './help.ts';
import { isParserMissing } from './parser-missing.ts';
import { version } from './version.ts';

const USAGE = 2;
/** The whole command line; `done` hears the exit code of the command that was given. */
export const build = (done: (code: number) => void): Command => {
  const root = new Command('runbook')
    .description('Proven fixes for broken local Kubernetes. Reading commands never change anything; `run` shows the plan and asks first.')
    .version(version, '--version', 'tell the version, and the day of the catalogue')
    .showHelpAfterError('(runbook --help tells what there is)')
    .exitOverride();
  for (const one of definitions) root.addCommand(one.command(done));
  root.helpInformation = () => rootHelp(root);
  return root;
};

const parserProblem = problem('needs-checkout', 'This command works on the files of the project, with parsers that only a checkout has.', {
  hint: 'In a checkout, after npm ci: npx runbook lint, npx runbook new.',
});

/** Usage errors were told by the library; whatever else is thrown is told by whoever called. */
const exitCodeFor = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  throw isParserMissing(error) ? new ProblemError(parserProblem) : error;
};

export const program = async (argv: string[]): Promise<number> => {
  let code = 0;
  const root = build((given) => {
    code = given;
  });
  const below = root.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of below) command.copyInheritedSettings(root).version(version, '--version', 'tell the version').exitOverride();
  try {
    await root.parseAsync(argv);
    return code;
  } catch (error) {
    return exitCodeFor(error);
  }
};
