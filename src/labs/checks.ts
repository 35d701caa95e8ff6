/** The proof cycle of design §4 as a list of checks, done in order until one fails. */
import type { Verdict } from '../domain/verdict.ts';
import { checksOf, probesOf, recommendedOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import type { AffectedCell, Cell, ControlCell } from './definition.ts';
import { firstDifference } from './difference.ts';
import { doctorSays } from './doctor.ts';
import type { Looked } from './doctor.ts';
import type { LabHandle } from './environment.ts';
import { FAILING_PROBE, neverVerified } from './mutation.ts';
import { play } from './play.ts';
import type { Played, PlayRequest } from './play.ts';
import type { Said } from './said.ts';
import type { Witness } from './witness.ts';

export type Check = { id: string; title: string; run: () => Promise<Said> };

export type Scene = {
  lab: LabHandle;
  runbook: Runbook;
  /** The runbooks of other failures; none where it is not looked for them. */
  others: Runbook[];
  /** Takes what became of looking for those. */
  found: (all: Looked['found']) => void;
  witness: Witness;
  inject: () => Promise<Said>;
  byHand: (resolution: string) => Promise<Said>;
  signal: AbortSignal;
};

const verdictIs = (played: Played, kind: Verdict['kind']): Said => {
  const { verdict } = played;
  const reason = 'reason' in verdict ? `: ${verdict.reason}` : '';
  return { ok: verdict.kind === kind, detail: `${verdict.kind}${reason}` };
};

const untouched = ({ touched }: Played): Said => ({
  ok: touched.length === 0,
  detail: touched.length === 0 ? 'all is as before' : touched.map(({ step, difference }) => `${step} changed ${difference}`).join('; '),
});

const unchanged = (played: Played): Said => {
  const verdict = verdictIs(played, 'healthy');
  const read = untouched(played);
  const detail = [verdict.detail, `${played.changes} changes`, ...(read.ok ? [] : [read.detail])].join(', ');
  return { ok: verdict.ok && played.changes === 0 && read.ok, detail };
};

/** A run whose outcome several checks speak of. */
const scenePlay = (scene: Scene, request: Pick<PlayRequest, 'mode' | 'resolution' | 'force'>) => {
  const { lab, runbook, signal } = scene;
  let played: Played | null = null;
  const byHand = () => scene.byHand(request.resolution ?? recommendedOf(runbook).id);
  const start = async (): Promise<Played> => (played = await play(lab, { ...request, runbook, signal, byHand }));
  return async (): Promise<Played> => played ?? start();
};

const DOCTOR = {
  healthy: 'The doctor finds no failure where all is well',
  broken: 'The doctor finds this failure, and no other',
};

const doctorChecks = (scene: Scene, state: keyof typeof DOCTOR): Check[] => {
  const run = async (): Promise<Said> => {
    const { said, found } = await doctorSays(state, scene);
    scene.found(found);
    return said;
  };
  return scene.others.length === 0 ? [] : [{ id: `doctor-${state}`, title: DOCTOR[state], run }];
};

const healthyChecks = (scene: Scene, force = false): Check[] => {
  const diagnosis = scenePlay(scene, { mode: 'diagnose', force });
  const { title, see } = scene.witness.serves;
  return [
    { id: 'serves', title, run: see },
    { id: 'healthy-absent', title: 'Where all is well the fault is absent', run: async () => verdictIs(await diagnosis(), 'healthy') },
    { id: 'healthy-untouched', title: 'Reading changed nothing there', run: async () => untouched(await diagnosis()) },
    ...doctorChecks(scene, 'healthy'),
  ];
};

const refusal = (scene: Scene): Check => {
  const refused = scenePlay(scene, { mode: 'run' });
  return {
    id: 'not-applicable',
    title: 'A run says that these versions are not affected',
    run: async () => verdictIs(await refused(), 'not-applicable'),
  };
};

const controlChecks = (scene: Scene, cell: ControlCell): Check[] => {
  const force = cell.gate === 'refuses';
  const run = scenePlay(scene, { mode: 'run', force });
  const injected: Check = { id: 'injected', title: 'What makes the fault elsewhere is done', run: scene.inject };
  return [
    ...(cell.injected ? [injected] : []),
    ...(force ? [refusal(scene)] : []),
    ...healthyChecks(scene, force),
    { id: 'run-harmless', title: 'A run ends healthy and changes nothing', run: async () => unchanged(await run()) },
  ];
};

const faultChecks = (scene: Scene): Check[] => {
  const diagnosis = scenePlay(scene, { mode: 'diagnose' });
  const injected = async (): Promise<Said> => {
    const done = await scene.inject();
    return done.ok ? scene.witness.broken.see() : done;
  };
  return [
    { id: 'broken', title: scene.witness.broken.title, run: injected },
    { id: 'fault-present', title: 'The fault is present', run: async () => verdictIs(await diagnosis(), 'fault-present') },
    { id: 'fault-untouched', title: 'Reading changed nothing where it is', run: async () => untouched(await diagnosis()) },
    ...doctorChecks(scene, 'broken'),
  ];
};

const applied = ({ verdict, events }: Played): Said => {
  const reached = events.some((event) => event.type === 'phase.started' && event.phase === 'verify');
  return reached
    ? { ok: true, detail: 'every action was done' }
    : { ok: false, detail: 'reason' in verdict ? verdict.reason : verdict.kind };
};

/** The verify names one check that fails; the others are passed by. */
const named = ({ verdict }: Played, probe: string): Said => {
  const fails = 'failed' in verdict && verdict.failed === probe;
  return fails ? { ok: false, detail: verdict.reason } : { ok: true, detail: 'it held in every sample' };
};

const fixChecks = (scene: Scene, cell: AffectedCell): Check[] => {
  const run = scenePlay(scene, { mode: 'run', resolution: cell.resolution });
  const refuses = cell.gateAfter === 'refuses';
  const again = scenePlay(scene, { mode: 'run', resolution: cell.resolution, force: refuses });
  const watched: Check = {
    id: 'verify-untouched',
    title: 'The reading steps around the fix changed nothing',
    run: async () => untouched(await run()),
  };
  const { restored } = scene.witness;
  const resolution = { id: cell.resolution ?? recommendedOf(scene.runbook).id };
  const probes = [...probesOf(scene.runbook, 'diagnose'), ...checksOf(scene.runbook, resolution)];
  return [
    { id: 'applied', title: 'The fix is applied', run: async () => applied(await run()) },
    ...probes.map(({ id, title }) => ({ id: `verify/${id}`, title, run: async () => named(await run(), id) })),
    { id: 'fixed', title: 'The run ends fixed', run: async () => verdictIs(await run(), 'fixed') },
    ...(cell.untouched === 'exact' ? [watched] : []),
    { id: 'restored', title: restored.title, run: restored.see },
    ...(refuses ? [refusal(scene)] : []),
    { id: 'again', title: 'A second run changes nothing', run: async () => unchanged(await again()) },
  ];
};

const undoChecks = (scene: Scene, cell: AffectedCell): Check[] => {
  let before = '';
  const undone = async (): Promise<Said> => {
    const injected = await scene.inject();
    if (!injected.ok) return injected;
    before = await scene.lab.snapshot();
    const played = await play(scene.lab, {
      runbook: neverVerified(scene.runbook),
      mode: 'run',
      resolution: cell.resolution,
      signal: scene.signal,
    });
    const said = verdictIs(played, 'undone');
    return { ok: said.ok && !named(played, FAILING_PROBE).ok, detail: said.detail };
  };
  const restored = async (): Promise<Said> => {
    const after = await scene.lab.snapshot();
    return { ok: after === before, detail: after === before ? 'all is as before the fix' : firstDifference(before, after) };
  };
  return [
    { id: 'undone', title: 'A fix that cannot be verified is undone', run: undone },
    { id: 'undo-exact', title: 'The undo restores the state before the fix', run: restored },
  ];
};

const affectedChecks = (scene: Scene, cell: AffectedCell): Check[] => [
  ...healthyChecks(scene),
  ...faultChecks(scene),
  ...fixChecks(scene, cell),
  ...(cell.undo === 'exact' ? undoChecks(scene, cell) : []),
];

export const checksFor = (scene: Scene, cell: Cell): Check[] =>
  cell.kind === 'control' ? controlChecks(scene, cell) : affectedChecks(scene, cell);
