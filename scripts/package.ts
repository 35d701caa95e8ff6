/**
 * Makes what is given out, in `dist/package`: the npm package, the one file, the single executables for Linux, and SHA256SUMS.
 * `--arch x64` makes the executable of these architectures only.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildOneFile, buildPackage, buildScript } from './packaging/bundles.ts';
import { buildExecutable } from './packaging/executable.ts';
import { writeManPage } from './packaging/man-page.ts';
import { architectures, nodeBinary } from './packaging/node-binary.ts';

const OUT = 'dist/package';

const { values } = parseArgs({ options: { arch: { type: 'string', multiple: true } } });
const wanted = architectures.filter((arch) => values.arch === undefined || values.arch.includes(arch));

const sums = (): string =>
  readdirSync(OUT)
    .toSorted()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(OUT, name)))
          .digest('hex')}  ${name}\n`,
    )
    .join('');

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await buildPackage();
writeManPage('dist/man/runbook.1');
await buildOneFile();
await buildScript();
execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', OUT], { stdio: ['ignore', 'ignore', 'inherit'] });
copyFileSync('dist/one/runbook.mjs', join(OUT, 'runbook.mjs'));
for (const arch of wanted) buildExecutable({ node: nodeBinary(arch), arch, file: join(OUT, `runbook-linux-${arch}`) });
writeFileSync(join(OUT, 'SHA256SUMS'), sums());
console.log(readFileSync(join(OUT, 'SHA256SUMS'), 'utf8'));
