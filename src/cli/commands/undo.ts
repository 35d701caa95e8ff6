/** Takes back what a run did, long after it. */
import { goingOn } from '../going-on.ts';

export const undo = goingOn('undo');
