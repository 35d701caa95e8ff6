/** A single executable: Node itself with the command line inside (https://nodejs.org/api/single-executable-applications.html). */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Node looks for the blob only where this mark in its binary has been flipped. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const POSTJECT = 'node_modules/postject/dist/cli.js';
const SCRIPT = 'dist/script/runbook.cjs';

export type Executable = { node: string; arch: string; file: string };

/** Compiled code starts faster, but only the architecture that compiled it can read it. */
const makeBlob = (arch: string): string => {
  const output = join(dirname(SCRIPT), `${arch}.blob`);
  const config = join(dirname(SCRIPT), `${arch}.json`);
  const settings = { main: SCRIPT, output, disableExperimentalSEAWarning: true, useCodeCache: arch === process.arch };
  writeFileSync(config, JSON.stringify(settings));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'pipe' });
  return output;
};

/** `node` must be of the version that runs this: a blob is read by its own version only. */
export const buildExecutable = ({ node, arch, file }: Executable): void => {
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(node, file);
  chmodSync(file, 0o755);
  execFileSync(process.execPath, [POSTJECT, file, 'NODE_SEA_BLOB', makeBlob(arch), '--sentinel-fuse', FUSE], { stdio: 'pipe' });
};
