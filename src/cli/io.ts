/** What a command knows of the world around it: gathered once, at the edge. */
import { homedir } from 'node:os';
import type { Language } from '../domain/language.ts';
import { languageOfLocale, languages } from '../domain/language.ts';
import { fail } from '../domain/problem.ts';

export type Io = {
  env: NodeJS.ProcessEnv;
  home: string;
  cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Whether there is a person at the terminal to ask. */
  interactive: boolean;
  /** Whether that person sees what goes to stdout. */
  watched: boolean;
  colour: boolean;
  width: number;
  language: Language;
};

const DEFAULT_WIDTH = 80;

type Name = 'stdout' | 'stderr';

/** A reader that went away (`| head`) costs the report, never the run; a terminal that went away is an interrupt. */
const opened = (name: Name): ((text: string) => void) => {
  const stream = process[name];
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code === 'EIO') process.kill(process.pid, 'SIGHUP');
  });
  return (text) => {
    if (open) stream.write(text);
  };
};

/** Node makes a stream when it is first asked for, which takes as long as a whole `list`: so nobody asks before there is something to say. */
const writerTo = (name: Name): ((text: string) => void) => {
  let write: ReturnType<typeof opened> | null = null;
  return (text) => (write ??= opened(name))(text);
};

const wantsColour = (env: NodeJS.ProcessEnv, isTerminal: boolean): boolean => {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
};

/** `--lang`, or the language of the locale. */
export const languageFor = (asked: string | undefined, env: NodeJS.ProcessEnv): Language => {
  if (asked === undefined) return languageOfLocale(env.LC_ALL || env.LC_MESSAGES || env.LANG);
  const known = languages.find((language) => language === asked.toLowerCase() || language.startsWith(`${asked.toLowerCase()}-`));
  return known ?? fail('usage', `--lang ${asked}: the languages are ${languages.join(' and ')}.`);
};

export const processIo = (lang: string | undefined): Io => ({
  env: process.env,
  home: homedir(),
  cwd: process.cwd(),
  out: writerTo('stdout'),
  err: writerTo('stderr'),
  get interactive() {
    return process.stdin.isTTY && process.stderr.isTTY;
  },
  get watched() {
    return process.stdout.isTTY;
  },
  get colour() {
    return wantsColour(process.env, process.stdout.isTTY);
  },
  get width() {
    return process.stdout.columns ?? DEFAULT_WIDTH;
  },
  language: languageFor(lang, process.env),
});
