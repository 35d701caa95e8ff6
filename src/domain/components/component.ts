/** A versioned thing whose version decides whether an article applies, and how its version is learnt. */
import type { DetectedVersion } from '../detected-version.ts';
import type { Ordering } from '../version/ordering.ts';

export type Detect = {
  /** A bash script that only reads. Exit 127 means that the tool it asks is not there. */
  readonly command: string;
  /** The same in short, as a person would type it. */
  readonly how: string;
  /** A literal in stdout or stderr that proves the component absent, whatever the exit status. */
  readonly absentWhen?: string;
  /** Reads the stdout of a command that ended with exit 0; `unknown` when it holds no version of this component. */
  readonly parse: (stdout: string) => DetectedVersion;
};

export type Component<Name extends string = string> = {
  readonly name: Name;
  readonly label: string;
  readonly ordering: Ordering;
  readonly detect: Detect;
};

export const unknown = (reason: string): DetectedVersion => ({ kind: 'unknown', reason });

type Known = Extract<DetectedVersion, { kind: 'known' }>;

/** The version found, if the component's ordering can read it. */
export const found = (ordering: Ordering, version: string | undefined, more: Omit<Known, 'kind' | 'version'> = {}): DetectedVersion => {
  if (version === undefined) return unknown('the output holds no version');
  if (ordering.parse(version) === null) return unknown(`${version} is no version such as ${ordering.example}`);
  return { kind: 'known', version, ...more };
};

/** Reads the version from the first group of a pattern. */
export const firstGroup =
  (ordering: Ordering, pattern: RegExp): Detect['parse'] =>
  (stdout) =>
    found(ordering, pattern.exec(stdout)?.[1]);
