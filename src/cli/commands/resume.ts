/** Goes on with a run that was killed, interrupted or left in doubt. */
import { goingOn } from '../going-on.ts';

export const resume = goingOn('resume');
