import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complaints } from './helpers/import-rules.ts';
import { importsOf } from './helpers/read-imports.ts';

const SRC = join(import.meta.dirname, '../src');
const LONGEST = 300;

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)))
  .filter((file) => file !== 'env.d.ts');
const read = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const isCode = (file: string): boolean => /\.(ts|tsx|mjs|js|astro)$/.test(file);

describe('the house', () => {
  test('every file imports only what the row of its room allows', () => {
    expect(files.flatMap((file) => complaints(file, isCode(file) ? importsOf(file, read(file)) : []))).toEqual([]);
  });

  test(`no file is longer than ${LONGEST} lines`, () => {
    const lengths = files.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > LONGEST)).toEqual([]);
  });
});

describe('the table', () => {
  const complaintsAbout = (file: string, source: string): string[] => complaints(file, importsOf(file, source));

  test.each([
    ['domain/plan.ts', `import { readFile } from 'node:fs/promises';`, "packages in the row 'domain'"],
    ['domain/plan.ts', `import { run } from '../engine/run.ts';`, "add 'engine' to rooms in the row 'domain'"],
    ['engine/run.ts', `export * from '../targets/spawn.ts';`, "add 'targets' to rooms in the row 'engine'"],
    ['cli/main.ts', `const page = await import('../site/page.ts');`, "add 'site' to rooms in the row 'cli'"],
    ['targets/docker.ts', `import { execa } from 'execa';`, 'only src/targets/spawn.ts starts processes'],
    ['cli/main.ts', `import { spawn } from 'node:child_process';`, 'only src/targets/spawn.ts starts processes'],
    ['targets/docker.ts', `import { exec } from '../engine/ports.ts';`, 'use "import type"'],
    ['labs/up.ts', `type Up = import('../site/up.ts').Up;`, "add 'site' to rooms in the row 'labs'"],
    ['site/Verdict.astro', `---\nimport { plan } from '../engine/plan.ts';\n---\n<p>{plan}</p>`, "row 'site'"],
    ['site/Search.astro', `<p></p>\n<script>\nimport '../cli/main.ts';\n</script>`, "row 'site'"],
    ['pages/index.astro', `---\nimport { x } from '../../scripts/x.ts';\n---\n`, 'outside src'],
    ['attic/old.ts', '', 'in no known room'],
  ])('refuses in %s: %s', (file, source, complaint) => {
    expect(complaintsAbout(file, source)).toEqual([expect.stringContaining(complaint)]);
  });

  test.each([
    ['targets/docker.ts', `import type { Exec } from '../engine/ports.ts';`],
    ['targets/spawn.ts', `import { execa } from 'execa';`],
    ['site/sidebar.ts', `import { defineRouteMiddleware } from '@astrojs/starlight/route-data'; import { z } from 'astro/zod';`],
    ['cli/version.ts', `import about from '../../package.json' with { type: 'json' };`],
    ['pages/index.astro', `---\nimport { getCollection } from 'astro:content';\nimport css from '../site/page.css?url';\n---\n`],
  ])('accepts in %s: %s', (file, source) => {
    expect(complaintsAbout(file, source)).toEqual([]);
  });
});
