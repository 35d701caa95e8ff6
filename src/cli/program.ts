/** The command line: what there is to say, and which file answers. Each command is loaded only when it is asked for. */
import { Command, CommanderError, Option } from 'commander';
import { ProblemError, problem } from '../domain/problem.ts';
import { processIo } from './io.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

type Answer<O> = (io: Io, args: string[], options: O) => Promise<number>;

const USAGE = 2;
const EXIT_CODES = `
Exit codes:
  0 healthy or fixed     3 the fault is present        6 failed, all undone       9 refused
  1 internal error       4 undetermined                7 failed, something stands  129/130/143 interrupted
  2 wrong usage          5 not applicable              8 applied, still faulty
`;

const collectValues = (value: string, before: string[] = []): string[] => [...before, value];

const json = () => new Option('--json', 'print one JSON document');
const lang = () => new Option('--lang <language>', 'en or zh-cn (default: the language of the locale)');

/** Connects a command with its file and turns what it answers, or what it throws, into the exit code. */
const answer = <O extends object>(command: Command, load: () => Promise<Answer<O>>, done: (code: number) => void): void => {
  command.action(async (...given: unknown[]) => {
    const options = command.optsWithGlobals<O & { lang?: string }>();
    const args = given
      .slice(0, -2)
      .flat()
      .filter((value): value is string => typeof value === 'string');
    const respond = await load();
    done(await respond(processIo(options.lang), args, options));
  });
};

const running = (command: Command): Command =>
  command
    .addOption(new Option('--target <target>', 'where: local, or lab://<instance>').default('local'))
    .addOption(new Option('--input <NAME=value>', 'a value the runbook asks for; may be given several times').argParser(collectValues))
    .addOption(new Option('--force', 'go on although the article does not seem to apply'))
    .addOption(new Option('--jsonl', 'print every event as a line of JSON'))
    .addOption(json())
    .addOption(lang());

const build = (done: (code: number) => void): Command => {
  const root = new Command('runbook')
    .description('Proven fixes for broken local Kubernetes. Reading commands never change anything; `run` shows the plan and asks first.')
    .version(version, '--version', 'output the version number')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(runbook --help tells what there is)')
    .exitOverride();

  answer(
    root.command('list').description('list the articles').addOption(json()).addOption(lang()),
    async () => (await import('./commands/list.ts')).list,
    done,
  );
  answer(
    root
      .command('show')
      .argument('<article>', 'slug or id, such as microk8s-dnat or KM0001')
      .description('print an article: what it is about and every command in it')
      .addOption(json())
      .addOption(lang()),
    async () => (await import('./commands/show.ts')).show,
    done,
  );
  answer(
    running(root.command('diagnose').argument('<article>').description('tell whether the fault is here; only reads')),
    async () => (await import('./commands/run.ts')).diagnose,
    done,
  );
  answer(
    running(
      root
        .command('plan')
        .argument('<article>')
        .description('do all that only reads, then print every change that `run` would make')
        .option('--resolution <id>', 'another way to fix it'),
    ),
    async () => (await import('./commands/run.ts')).plan,
    done,
  );
  answer(
    running(root.command('run').argument('<article>').description('diagnose, show the plan, ask, fix, verify; undo when it fails'))
      .option('--resolution <id>', 'another way to fix it')
      .option('--yes', 'allow reversible changes without asking')
      .addOption(new Option('--allow <risks>', 'allow these without asking too: disruptive,destructive')),
    async () => (await import('./commands/run.ts')).run,
    done,
  );
  const lab = root
    .command('lab')
    .argument('[article]')
    .description('make the failure real, fix it, and check that the runbook tells the truth')
    .option('--level <level>', 'component, cluster or distribution: how real (default: what needs least)')
    .option('--keep', 'only break it, leave it up, and say how to get in')
    .addOption(json())
    .addOption(lang());
  answer(lab, async () => (await import('./commands/lab.ts')).lab, done);
  answer(
    lab.command('list').description('the labs there are, and whether they can run here').addOption(json()),
    async () => (await import('./commands/labs.ts')).list,
    done,
  );
  answer(
    lab.command('status').description('the labs that stand').addOption(json()),
    async () => (await import('./commands/labs.ts')).status,
    done,
  );
  answer(
    lab.command('prepare').description('build what labs on a real cluster need (npm run cluster)'),
    async () => (await import('./commands/labs.ts')).prepare,
    done,
  );
  answer(
    lab
      .command('down')
      .argument('[instance...]')
      .description('take away what labs left behind, or these')
      .option('--all', 'those that were kept, or are still at work, too')
      .addOption(json()),
    async () => (await import('./commands/labs.ts')).down,
    done,
  );
  answer(
    root.command('lint').argument('[path...]').description('check articles and their runbooks').addOption(json()).addOption(lang()),
    async () => (await import('./commands/lint.ts')).lint,
    done,
  );
  answer(
    root
      .command('new')
      .argument('<slug>')
      .description('begin an article: a skeleton that lint tells how to finish')
      .addOption(json())
      .addOption(lang()),
    async () => (await import('./commands/new.ts')).begin,
    done,
  );
  return root;
};

/** Installed without a checkout around it, the package has no parsers of articles. */
const isParserMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';

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
  for (const command of below) command.version(version, '--version', 'output the version number').exitOverride();
  try {
    await root.parseAsync(argv);
    return code;
  } catch (error) {
    return exitCodeFor(error);
  }
};
