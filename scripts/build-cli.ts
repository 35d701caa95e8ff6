/** Builds what needs a Node to run: the bin of the package, and the one file. `scripts/package.ts` makes of it what is given out. */
import { buildOneFile, buildPackage } from './packaging/bundles.ts';

await buildPackage();
await buildOneFile();
