/** The proof cycle of design §4 as a list of checks, done in order until one fails. */
import type { Verdict } from '../domain/verdict.ts';
import { probesOf } from '../domain/runbook.ts';
import type { Runbook } from '../domain/runbook.ts';
import { allAnswer, noneAnswers } from './answers.ts';
import type { Said } from './answers.ts';
import type { AffectedCell, Cell } from './definition.ts';
import { firstDifference } from './difference.ts';
import type { LabHandle } from './environment.ts';
import { FAILING_PROBE, neverVerified } from './mutation.ts';
import { play } from './play.ts';
import type { Played, PlayRequest } from './play.ts';

export type Check = { id: string; title: string; run: () => Promise<Said> };

export type Scene = { lab: LabHandle; runbook: Runbook; inject: () => Promise<Said>; signal: AbortSignal };

const verdictIs = (played: Played, kind: Verdict['kind']): Said => {
  const { verdict } = played;
  const reason = 'reason' in verdict ? `: ${verdict.reason}` : '';
  return { ok: verdict.kind === kind, detail: `${verdict.kind}${reason}` };
};

const untouched = ({ touched }: Played): Said => ({
  ok: touched.length === 0,
  detail:
    touched.length === 0 ? 'the node is as before' : touched.map(({ step, difference }) => `${step} changed ${difference}`).join('; '),
});

const unchanged = (played: Played): Said => {
  const verdict = verdictIs(played, 'healthy');
  return { ok: verdict.ok && played.changes === 0 && played.touched.length === 0, detail: `${verdict.detail}, ${played.changes} changes` };
};

/** A run whose outcome several checks speak of. */
const scenePlay = ({ lab, runbook, signal }: Scene, request: Pick<PlayRequest, 'mode' | 'resolution'>) => {
  let played: Played | null = null;
  const start = async (): Promise<Played> => (played = await play(lab, { ...request, runbook, signal }));
  return async (): Promise<Played> => played ?? start();
};

const healthyChecks = (scene: Scene, cell: Cell): Check[] => {
  const diagnosis = scenePlay(scene, { mode: 'diagnose' });
  return [
    { id: 'serves', title: 'The hostPorts answer a neighbour', run: () => allAnswer(scene.lab, cell.answers) },
    { id: 'healthy-absent', title: 'On the healthy node the fault is absent', run: async () => verdictIs(await diagnosis(), 'healthy') },
    { id: 'healthy-untouched', title: 'Reading changed nothing on it', run: async () => untouched(await diagnosis()) },
  ];
};

const controlChecks = (scene: Scene, cell: Extract<Cell, { kind: 'control' }>): Check[] => {
  const run = scenePlay(scene, { mode: 'run' });
  const injected: Check = { id: 'injected', title: 'What makes the fault elsewhere is done', run: scene.inject };
  return [
    ...(cell.injected ? [injected] : []),
    ...healthyChecks(scene, cell),
    { id: 'run-harmless', title: 'A run ends healthy and changes nothing', run: async () => unchanged(await run()) },
  ];
};

const faultChecks = (scene: Scene, cell: AffectedCell): Check[] => {
  const diagnosis = scenePlay(scene, { mode: 'diagnose' });
  const injected = async (): Promise<Said> => {
    const done = await scene.inject();
    return done.ok ? noneAnswers(scene.lab, cell.broken ?? cell.restored ?? cell.answers) : done;
  };
  return [
    { id: 'broken', title: 'Once broken, the hostPorts do not answer', run: injected },
    { id: 'fault-present', title: 'The fault is present', run: async () => verdictIs(await diagnosis(), 'fault-present') },
    { id: 'fault-untouched', title: 'Reading changed nothing on the broken node', run: async () => untouched(await diagnosis()) },
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
  const again = scenePlay(scene, { mode: 'run', resolution: cell.resolution });
  const watched: Check = {
    id: 'verify-untouched',
    title: 'The reading steps around the fix changed nothing',
    run: async () => untouched(await run()),
  };
  const probes = [...probesOf(scene.runbook, 'diagnose'), ...probesOf(scene.runbook, 'verify')];
  return [
    { id: 'applied', title: 'The fix is applied', run: async () => applied(await run()) },
    ...probes.map(({ id, title }) => ({ id: `verify/${id}`, title, run: async () => named(await run(), id) })),
    { id: 'fixed', title: 'The run ends fixed', run: async () => verdictIs(await run(), 'fixed') },
    ...(cell.untouched === 'exact' ? [watched] : []),
    { id: 'restored', title: 'The hostPorts answer a neighbour again', run: () => allAnswer(scene.lab, cell.restored ?? cell.answers) },
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
    return { ok: after === before, detail: after === before ? 'the node is as before the fix' : firstDifference(before, after) };
  };
  return [
    { id: 'undone', title: 'A fix that cannot be verified is undone', run: undone },
    { id: 'undo-exact', title: 'The undo restores the state before the fix', run: restored },
  ];
};

const affectedChecks = (scene: Scene, cell: AffectedCell): Check[] => [
  ...healthyChecks(scene, cell),
  ...faultChecks(scene, cell),
  ...fixChecks(scene, cell),
  ...(cell.undo === 'exact' ? undoChecks(scene, cell) : []),
];

export const checksFor = (scene: Scene, cell: Cell): Check[] =>
  cell.kind === 'control' ? controlChecks(scene, cell) : affectedChecks(scene, cell);
