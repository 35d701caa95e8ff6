/** What happens in a lab, in a size for people to watch. */
import type { CheckRecord, Level } from '../domain/proof.ts';

export type LabEvent =
  | { type: 'lab.started'; slug: string; environment: string; level: Level; cells: string[] }
  | { type: 'cell.started'; cell: string; title: string }
  | { type: 'cell.up'; cell: string; instance: string }
  | { type: 'check.started'; cell: string; id: string; title: string }
  | { type: 'check.ended'; record: CheckRecord }
  /** It passed in an earlier run, for the same files. */
  | { type: 'cell.kept'; cell: string; startedAt: string }
  | { type: 'cell.ended'; cell: string; outcome: 'passed' | 'failed'; seconds: number }
  | { type: 'lab.ended'; outcome: 'proven' | 'failed'; seconds: number };

export type OnLabEvent = (event: LabEvent) => void;
