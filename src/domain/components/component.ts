/** A versioned thing whose version decides whether an article applies, and how its version is learnt. */
import type { DetectedVersion, KnownVersion } from '../detected-version.ts';
import type { Ordering } from '../version/ordering.ts';

/** One way to learn a version. It only reads, contacts no cluster, downloads nothing and starts nothing; `safe` says why that is so. */
export type Source = {
  /** A bash script, for bash and coreutils. Exit 127 means that the tool it asks is not there, 75 that it sleeps and would wake up. */
  readonly command: string;
  /** The same in short, as a person would type it. */
  readonly how: string;
  readonly safe: string;
  /** A literal in stdout or stderr that proves the component absent, whatever the exit status. */
  readonly absentWhen?: string;
  /** Reads the stdout of a command that ended with exit 0; `unknown` when it holds no version of this component. */
  readonly parse: (stdout: string) => DetectedVersion;
  /** Which installation it is about, where there can be several at once. Sources of the same one are alternatives, the best first. */
  readonly of?: string;
};

/** What a component leaves on a machine. When its tool is missing and none of this is there, it is not installed. */
export type Traces = {
  /** Prints each trace it finds; exit 0 means that it could look everywhere, 127 that there is nobody to ask. */
  readonly command: string;
  readonly how: string;
  /** A trace in what was printed; by default its first line. */
  readonly found?: (stdout: string) => string | undefined;
};

export const groups = ['distribution', 'engine', 'node'] as const;

export type Component<Name extends string = string> = {
  readonly name: Name;
  readonly label: string;
  readonly group: (typeof groups)[number];
  readonly ordering: Ordering;
  readonly sources: readonly Source[];
  readonly traces: Traces | null;
  /** Components that bring this one along under their own version: K3s v1.32.2+k3s1 is that Kubernetes. */
  readonly within?: readonly string[];
};

const notUnderstood = (reason: string): DetectedVersion => ({ kind: 'unknown', why: 'not-understood', reason });

/** The version found, if the component's ordering can read it. */
export const found = (
  ordering: Ordering,
  version: string | undefined,
  more: Omit<KnownVersion, 'kind' | 'version'> = {},
): DetectedVersion => {
  if (version === undefined) return notUnderstood('the output holds no version');
  if (ordering.parse(version) === null) return notUnderstood(`${version} is no version such as ${ordering.example}`);
  return { kind: 'known', version, ...more };
};

/** Reads the version from the first group of a pattern. */
export const firstGroup =
  (ordering: Ordering, pattern: RegExp, more: Omit<KnownVersion, 'kind' | 'version'> = {}): Source['parse'] =>
  (stdout) =>
    found(ordering, pattern.exec(stdout)?.[1], more);

/** Every version that the first group of a pattern finds: one when all are the same, otherwise unknown, because several are at work. */
export const oneOfAll =
  (ordering: Ordering, pattern: RegExp, more: Omit<KnownVersion, 'kind' | 'version'> = {}): Source['parse'] =>
  (stdout) => {
    const all = [...new Set([...stdout.matchAll(pattern)].map(([, version]) => version ?? ''))];
    return all.length > 1 ? { kind: 'unknown', why: 'several', reason: all.join(', ') } : found(ordering, all[0], more);
  };

/** For a program that leaves nothing behind which would matter without it. */
export const noTraces = (how: string): Traces => ({ command: 'true', how });

/** Files and folders, as globs, that only an installation leaves behind. */
export const files = (...paths: readonly string[]): Traces => ({
  command: `for path in ${paths.join(' ')}; do if [ -e "$path" ]; then echo "$path"; fi; done`,
  how: `ls -d ${paths.join(' ')}`,
});
