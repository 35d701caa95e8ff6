/** Whose cluster a run speaks to: one context, and the server it leads to. Its credentials are never kept. */
import * as z from 'zod';

export const clusterSchema = z.strictObject({ context: z.string().min(1), server: z.string().min(1) });
export type Cluster = z.output<typeof clusterSchema>;

export const describeCluster = ({ context, server }: Cluster): string => `${context} (${server})`;
