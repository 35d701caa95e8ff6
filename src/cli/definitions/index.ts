/** The commands there are, in the order in which help tells of them. One file and one line each. */
import { completion } from './completion.ts';
import type { Definition } from './definition.ts';
import { collect } from './collect.ts';
import { doctor } from './doctor.ts';
import { env } from './env.ts';
import { diagnose } from './diagnose.ts';
import { lab } from './lab.ts';
import { lint } from './lint.ts';
import { list } from './list.ts';
import { begin } from './new.ts';
import { plan } from './plan.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';
import { show } from './show.ts';
import { undo } from './undo.ts';

export const definitions: Definition[] = [
  list,
  show,
  env,
  doctor,
  diagnose,
  collect,
  plan,
  run,
  resume,
  undo,
  runs,
  lab,
  lint,
  begin,
  completion,
];
