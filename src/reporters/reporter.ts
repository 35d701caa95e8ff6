/** A reporter turns events into text. It keeps its own state, reads no clock and writes nothing itself. */
import type { RunEvent } from '../domain/event.ts';
import type { Language } from '../domain/language.ts';
import type { Runbook } from '../domain/runbook.ts';

export type ReporterContext = {
  runbook: Runbook;
  language: Language;
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
};

/** Text to print for an event; empty for nothing. */
export type Reporter = (event: RunEvent) => string;
export type CreateReporter = (context: ReporterContext) => Reporter;
