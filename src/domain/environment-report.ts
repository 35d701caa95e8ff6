/** What `runbook env --json` prints. */
import * as z from 'zod';
import { environmentSchema } from './environment.ts';
import { targetSchema } from './target.ts';

export const environmentReportSchema = z.strictObject({ version: z.literal(1), target: targetSchema, environment: environmentSchema });
export type EnvironmentReport = z.output<typeof environmentReportSchema>;
