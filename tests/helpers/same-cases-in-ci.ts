/** In CI the generated cases are the same every time, so that a change is judged by itself; whoever works on it meets new ones. */
import { configureGlobal } from 'fast-check';

if (process.env['CI']) configureGlobal({ seed: 20_261_121 });
