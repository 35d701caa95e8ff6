/** What is going on right now, on one line of a terminal that vanishes when it is over. */
import type { RunEvent } from '../domain/event.ts';
import { textOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { Io } from './io.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR = '\r\u001b[K';

export type Progress = { before(): void; after(event: RunEvent): void; stop(): void };

const silent: Progress = { before: () => {}, after: () => {}, stop: () => {} };

export const progress = (io: Io, runbook: Runbook): Progress => {
  if (!io.interactive || !io.colour) return silent;
  const { steps } = textOf(runbook, io.language);
  let doing: { title: string; since: number } | null = null;
  let frame = 0;
  const draw = (): void => {
    if (!doing) return;
    frame += 1;
    const seconds = Math.floor((performance.now() - doing.since) / 1000);
    io.err(`${CLEAR}  ${FRAMES[frame % FRAMES.length]} ${doing.title}${seconds > 0 ? ` ${seconds} s` : ''}`);
  };
  const timer = setInterval(draw, FRAME_MS);
  const clear = (): void => {
    if (doing) io.err(CLEAR);
  };
  return {
    before: clear,
    after: (event) => {
      if (event.type === 'step.started') doing = { title: steps[event.step] ?? '', since: performance.now() };
      if (event.type === 'consent.asked' || event.type === 'run.ended') doing = null;
      draw();
    },
    stop: () => {
      clear();
      clearInterval(timer);
    },
  };
};
