/** What is going on right now, on one line of a terminal that vanishes when it is over: phase, step, seconds, the last line it printed. */
import stringWidth from 'string-width';
import type { RunEvent } from '../domain/event.ts';
import { formatDuration } from '../domain/duration.ts';
import type { Runbook } from '../domain/runbook.ts';
import { plainText } from '../reporters/plain-text.ts';
import { titleOf } from '../reporters/step-text.ts';
import { wordsOf } from '../reporters/words.ts';
import type { Io } from './io.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR = '\r\u001b[K';
/** More of a line than a terminal shows is not kept, however long it gets. */
const LONGEST = 500;

export type Progress = { before(): void; after(event: RunEvent): void; stop(): void };
/** `rest` is what was printed since the last whole line. */
type Doing = { phase: string; title: string; since: number; last: string; rest: string };

const silent: Progress = { before: () => {}, after: () => {}, stop: () => {} };

/** One row of a terminal: a line that wraps could not be taken away again. */
export const oneRow = (text: string, width: number): string => {
  let row = '';
  let used = 0;
  for (const character of text) {
    used += stringWidth(character);
    if (used >= width) return row;
    row += character;
  }
  return row;
};

/** A carriage return, with which programs draw over what they printed, ends a line too. */
const LINE_END = /\r\n|\r|\n/;

/** With what a step has just printed: the last line that is not empty counts. */
const heard = (doing: Doing, text: string): Doing => {
  const lines = `${doing.rest}${text}`.split(LINE_END);
  const rest = (lines.pop() ?? '').slice(-LONGEST);
  const last = [...lines.map((line) => line.slice(0, LONGEST)), rest].findLast((line) => line.trim() !== '');
  return { ...doing, rest, last: last ?? doing.last };
};

const rowText = ({ phase, title, since, last }: Doing, frame: number): string => {
  const took = performance.now() - since;
  const seconds = took < 1000 ? '' : ` ${formatDuration(Math.floor(took / 1000) * 1000)}`;
  const printed = last.trim() === '' ? '' : ` │ ${plainText(last).trim()}`;
  return `  ${FRAMES[frame % FRAMES.length]} ${phase}: ${title}${seconds}${printed}`;
};

const followed = (
  doing: Doing | null,
  event: RunEvent,
  begun: (event: Extract<RunEvent, { type: 'step.started' }>) => Doing,
): Doing | null => {
  if (event.type === 'step.started') return begun(event);
  if (event.type === 'step.output' && doing) return heard(doing, event.text);
  return event.type === 'consent.asked' || event.type === 'run.ended' ? null : doing;
};

export const progress = (io: Io, runbook: Runbook): Progress => {
  if (!io.interactive || !io.colour) return silent;
  const words = wordsOf(io.language);
  let doing: Doing | null = null;
  let frame = 0;
  const draw = (): void => {
    if (doing) io.err(`${CLEAR}${oneRow(rowText(doing, frame++), io.width)}`);
  };
  const timer = setInterval(draw, FRAME_MS);
  const clear = (): void => {
    if (doing) io.err(CLEAR);
  };
  return {
    before: clear,
    after: (event) => {
      doing = followed(doing, event, ({ step, phase }) => ({
        phase: words.phase[phase],
        title: titleOf({ runbook, language: io.language }, step),
        since: performance.now(),
        last: '',
        rest: '',
      }));
      draw();
    },
    stop: () => {
      clear();
      clearInterval(timer);
    },
  };
};
