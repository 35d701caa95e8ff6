/** The environments there are. One folder and one line each. */
import type { Environment } from '../environment.ts';
import { docker } from './docker/docker.ts';
import { kind } from './kind/kind.ts';
import { netns } from './netns/netns.ts';

const environments = { netns, docker, kind } satisfies Record<string, Environment>;

export type EnvironmentName = keyof typeof environments;
export const environmentNames = Object.keys(environments) as [EnvironmentName, ...EnvironmentName[]];

export const environmentOf = (name: EnvironmentName): Environment => environments[name];
