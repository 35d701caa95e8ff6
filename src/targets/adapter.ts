/** What a kind of target is: how it is written, and the command line that leads to it; pure but for who it is. */
import type { Identity } from '../domain/identity.ts';
import type { Target } from '../domain/target.ts';
import type { Ask } from './identity.ts';

/** Reads what a lab wrote about itself: the command line that leads into its node. */
export type LabPrefix = (instance: string) => string[];

export type TargetAdapter<T extends Target = Target> = {
  kind: T['kind'];
  /** How it is written on the command line, for help and messages. */
  form: string;
  parse(text: string): T | null;
  /** What stands before `bash` to get there. */
  prefix(target: T, labPrefix: LabPrefix): string[];
  /** Which machine or container that is, asked there. */
  identity(target: T, ask: Ask): Promise<Identity>;
};
