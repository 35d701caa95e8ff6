import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { manPage } from '../../scripts/packaging/man-page.ts';
import { commandTree } from '../../src/cli/command-tree.ts';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { build } from '../../src/cli/program.ts';
import { MAIN, faultyPlace, runbook } from '../helpers/cli.ts';
import type { Place } from '../helpers/cli.ts';
import { program } from '../helpers/temp-dir.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const root = build(() => {});
/** What takes a run, alone. */
const withRuns = commandTree(new Command('runbook').addCommand(new Command('resume').argument('<run>')));
const MAKERS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** How each shell is asked what may follow the words; the last is the one that is being written. */
const ASKING: Record<Shell, (file: string, words: string[]) => string> = {
  bash: (file, words) =>
    `. ${file}; COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _runbook; printf '%s\n' "\${COMPREPLY[@]}"`,
  // The completion system of zsh works only in its line editor: what it would be given is printed instead.
  zsh: (file, words) =>
    `compdef() { :; }; _files() { print FILES; }; _describe() { print -l -- \${(P)2%%:*}; }; compadd() { print -l -- \${@:#--}; }; . ${file};` +
    `words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}; _runbook | grep -e '^${words.at(-1)}' -e FILES`,
  fish: (file, words) => `source ${file}; complete -C '${words.join(' ')}' | string replace -r '\\t.*' ''`,
};

/** A place where `runbook` is on PATH, two runs were made, and a file lies around. */
const placeFor = async (shell: Shell): Promise<Place & { file: string }> => {
  const place = faultyPlace();
  program(place.dir, 'runbook', `exec ${process.execPath} ${MAIN} "$@"`);
  for (const run of ['20261121-021400-aaaaaa', '20261122-021400-bbbbbb'])
    mkdirSync(join(place.dir, 'state', 'kubemend', 'runs', run), { recursive: true });
  const { stdout } = await runbook(['completion', shell], { env: place.env });
  writeFileSync(join(place.dir, 'completion'), stdout);
  return { ...place, file: join(place.dir, 'completion') };
};

const MODE: Record<Shell, string[]> = { bash: ['--norc', '-c'], zsh: ['-f', '-c'], fish: ['--no-config', '-c'] };

const offered = (shell: Shell, { file, env, dir }: Place & { file: string }, words: string[]): string[] => {
  const given = { cwd: dir, env: { ...env, PATH: `${dir}:${env['PATH']}` }, encoding: 'utf8' as const };
  const { stdout, stderr } = spawnSync(shell, [...MODE[shell], ASKING[shell](file, ['runbook', ...words])], given);
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();
};

describe.each<Shell>(['bash', 'zsh', 'fish'])('completion in %s', (shell) => {
  it('offers commands, options, their values, articles and files', async ({ skip }) => {
    if (spawnSync(shell, ['--version']).error) skip(`${shell} is not installed`);
    const place = await placeFor(shell);
    expect(offered(shell, place, ['di'])).toEqual(['diagnose']);
    expect(offered(shell, place, ['lab', 'st'])).toEqual(['status']);
    expect(offered(shell, place, ['diagnose', 'te'])).toEqual(['test-fault']);
    expect(offered(shell, place, ['run', 'test-fault', '--y'])).toEqual(['--yes']);
    expect(offered(shell, place, ['run', '--lang', ''])).toEqual(['en', 'zh-cn']);
    expect(offered(shell, place, ['run', '--output', 'j'])).toEqual(['json', 'jsonl', 'junit']);
    expect(offered(shell, place, ['completion', ''])).toEqual(['bash', 'fish', 'zsh']);
    expect(offered(shell, place, ['run', '--plan', 'comp']).join()).toMatch(/^(completion|FILES)$/);
  });

  it('offers the runs where a run is asked for', async ({ skip }) => {
    if (spawnSync(shell, ['--version']).error) skip(`${shell} is not installed`);
    const place = await placeFor(shell);
    writeFileSync(place.file, MAKERS[shell](withRuns));
    expect(offered(shell, place, ['resume', '20261122'])).toEqual(['20261122-021400-bbbbbb']);
  });
});

describe('runbook --help', () => {
  it('fits a screen of 24 lines and 80 columns, and names every command', async () => {
    const { stdout } = await runbook(['--help'], { env: { PATH: process.env['PATH'] ?? '' } });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const command of root.commands) expect(stdout).toMatch(new RegExp(`^  (.*, )?${command.name()}\\b`, 'm'));
  });
});

describe('the manual page', () => {
  it('is what mandoc has nothing to say against, and tells of every command and option', ({ skip }) => {
    if (spawnSync('mandoc', ['-V']).error) skip('mandoc is not installed');
    const page = manPage(commandTree(root));
    const { status, stdout, stderr } = spawnSync('mandoc', ['-Tlint'], { input: page, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    const shown = spawnSync('mandoc', ['-Tutf8'], { input: page, encoding: 'utf8' }).stdout.replaceAll(/.\u0008/g, '');
    for (const said of ['runbook lab down [instance...]', '--output <format[=file]>', 'EXIT STATUS', 'runbook diagnose microk8s-dnat'])
      expect(shown).toContain(said);
  });
});
