/** A run, as far as its events tell it: what every report that is a document is made from. Bounded, however often a verify looks. */
import type { Environment } from '../domain/environment.ts';
import type { RunEvent } from '../domain/event.ts';
import type { Phase } from '../domain/step.ts';

export type Event<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/**
 * A step that ended, in the phase of the run that was going on (a verify repeats the probes of diagnose).
 * Of a step that a verify looks at over and over the last look is kept, and how many `times` it looked.
 */
export type Told = Omit<Event<'step.ended'>, 'type'> & { during: Phase; times: number };

export type Story = {
  start: Event<'run.started'> | null;
  environment: Environment | null;
  gate: Event<'gate.decided'> | null;
  finding: Event<'diagnosis.made'>['finding'] | null;
  plan: Event<'plan.made'>['plan'] | null;
  told: Told[];
  /** The last sample of a verify. */
  sample: Event<'verify.sampled'> | null;
  undo: Event<'undo.decided'> | null;
  /** Null while the run goes on, and for one that was killed. */
  end: Event<'run.ended'> | null;
  during: Phase;
};

export const newStory = (): Story => ({
  start: null,
  environment: null,
  gate: null,
  finding: null,
  plan: null,
  told: [],
  sample: null,
  undo: null,
  end: null,
  during: 'precheck',
});

const withLook = (story: Story, { step, phase, exec, result }: Event<'step.ended'>): Told[] => {
  const { during } = story;
  const before = during === 'verify' ? story.told.find((one) => one.during === during && one.step === step) : undefined;
  const look = { step, phase, exec, result, during, times: (before?.times ?? 0) + 1 };
  return before === undefined ? [...story.told, look] : story.told.map((one) => (one === before ? look : one));
};

/** What is known after one more event. */
export const tell = (story: Story, event: RunEvent): Story => {
  switch (event.type) {
    case 'run.started':
      return { ...story, start: event };
    case 'run.resumed':
      return { ...story, end: null };
    case 'environment.detected':
      return { ...story, environment: event.environment };
    case 'gate.decided':
      return { ...story, gate: event };
    case 'phase.started':
      return { ...story, during: event.phase };
    case 'step.ended':
      return { ...story, told: withLook(story, event) };
    case 'diagnosis.made':
      return { ...story, finding: event.finding };
    case 'plan.made':
      return { ...story, plan: event.plan };
    case 'verify.sampled':
      return { ...story, sample: event };
    case 'undo.decided':
      return { ...story, undo: event };
    case 'run.ended':
      return { ...story, end: event };
    default:
      return story;
  }
};
