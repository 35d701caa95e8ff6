/** What a kind of target is: how it is written, and the way that leads to it. */
import type { Target } from '../domain/target.ts';
import type { Way } from './way.ts';

/** Reads what a lab wrote about itself: the command line that leads into its node. */
export type LabPrefix = (instance: string) => string[];

/** The machine that the runner is on. */
export type Here = {
  env: Record<string, string>;
  labPrefix: LabPrefix;
  /** Whether a person is at the terminal, who can be asked for a password. */
  interactive: boolean;
  /** What sudo wants on the target, where the person was asked for it. */
  sudoPassword?: string | null;
};

export type TargetAdapter<T extends Target = Target> = {
  kind: T['kind'];
  /** How it is written on the command line, for help and messages. */
  form: string;
  parse(text: string): T | null;
  /** Nothing is contacted before the way is asked to make ready. */
  open(target: T, here: Here): Way;
};
