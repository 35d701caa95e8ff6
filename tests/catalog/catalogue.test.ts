import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogueFromTree, entryOf } from '../../src/catalog/catalogue.ts';
import { checkoutWith, runbookOf } from './helpers.ts';

const catalogueOf = (root: string) => catalogueFromTree(pathToFileURL(`${root}/`));

describe('the catalogue of a tree', () => {
  test('lists and loads what was extracted', async () => {
    const { root, write } = checkoutWith();
    write('runbooks/whole/runbook.json', JSON.stringify(runbookOf()));
    write('runbooks/not-yet/lab/README.md', '');
    expect(await catalogueOf(root).list()).toEqual([entryOf(runbookOf())]);
    expect(await catalogueOf(root).load('whole')).toEqual(runbookOf());
  });

  test('has nothing under a name that is unknown or a path', async () => {
    const { root, write } = checkoutWith();
    write('runbook.json', JSON.stringify(runbookOf()));
    expect(await catalogueOf(root).load('nothing')).toBeNull();
    expect(await catalogueOf(root).load('..')).toBeNull();
    expect(await catalogueOf(root).list()).toEqual([]);
  });

  test('says in short what an article is about', () => {
    expect(entryOf(runbookOf())).toMatchInlineSnapshot(`
      {
        "distro": "k3s",
        "id": "KM0900",
        "risk": "reversible",
        "root": true,
        "slug": "whole",
        "symptom": {
          "en": "The lamp does not light, and the log says that its socket is stale.",
          "zh-cn": "灯不亮，日志说它的插座已过期。",
        },
        "title": {
          "en": "The lamp stays dark after the switch was turned",
          "zh-cn": "拨动开关后灯仍然不亮",
        },
      }
    `);
  });
});

test('reading the catalogue loads no parser: it goes into the published command', () => {
  const url = new URL('../../src/catalog/catalogue.ts', import.meta.url).href;
  const program = `
    const seen = [];
    process.getBuiltinModule('module').registerHooks({ resolve: (name, context, next) => (seen.push(name), next(name, context)) });
    await import('${url}');
    console.log(seen.filter((name) => /^[a-z]/.test(name)).join(' '));`;
  const packages = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(packages).not.toMatch(/satteri|yaml|unbash|levenshtein|re2js/);
  expect(packages).toContain('zod');
});

describe('scripts/extract.ts', () => {
  const script = join(import.meta.dirname, '../../scripts/extract.ts');
  const extract = (root: string, ...more: string[]): string => {
    try {
      return execFileSync(process.execPath, [script, '--root', root, ...more], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return `failed: ${(error as { stdout: string }).stdout}`;
    }
  };

  test('writes once, then finds all fresh, and says what is stale', () => {
    const { root, write } = checkoutWith('whole');
    expect(extract(root, '--check')).toBe('failed: runbooks/whole/runbook.json: not what the article says — run npm run extract\n');
    expect(extract(root)).toBe('runbooks/whole/runbook.json: new\n');
    expect(extract(root)).toBe('runbooks/whole/runbook.json: fresh\n');
    expect(extract(root, '--check')).toBe('runbooks/whole/runbook.json: fresh\n');
    write('runbooks/whole/runbook.json', '{}\n');
    expect(extract(root, '--check')).toContain('failed:');
  });
});
