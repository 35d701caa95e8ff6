/** Where in a lab something is done. */

/**
 * `node`: the node of the cluster. `user`: the machine of the person whose cluster it is, with their tools and a home of its own.
 * `client`: a neighbour in the network, who only asks.
 */
export const places = ['node', 'user', 'client'] as const;
export type Place = (typeof places)[number];

/** Where a runbook can run. */
export const views = ['node', 'user'] as const satisfies Place[];
export type View = (typeof views)[number];
