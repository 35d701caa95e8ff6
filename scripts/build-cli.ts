/** Builds what needs a Node to run: the bin of the package with its manual page, and the one file. `scripts/package.ts` makes of it what is given out. */
import { buildOneFile, buildPackage } from './packaging/bundles.ts';
import { writeManPage } from './packaging/man-page.ts';

await buildPackage();
await buildOneFile();
writeManPage('dist/man/runbook.1');
