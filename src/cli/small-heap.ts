/**
 * Steps may print gigabytes, of which next to nothing is kept: without this V8 lets some 200 MB of garbage gather before it looks.
 * On a node that is short of memory the runner must not be what is killed. Costs some speed where much is printed.
 */
import { setFlagsFromString } from 'node:v8';

export const keepHeapSmall = (): void => setFlagsFromString('--optimize-for-size');
