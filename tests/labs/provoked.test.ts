import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { alone } from '../helpers/alone.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { describeLab, SLUG } from './helpers.ts';

const args = ['lab', SLUG, '--cell', 'healthy-none'];

describeLab('a lab that cannot be had', () => {
  test('for want of space says so, with exit code 4, and leaves nothing', async () => {
    const labs = tempDir();
    const setUp = `mount -t tmpfs -o size=8k tmpfs ${labs}`;
    const said = await alone({ setUp, args, after: `find ${labs} -mindepth 1`, env: { KUBEMEND_LABS_DIR: labs } });
    expect(said.code).toBe(4);
    expect(said.stderr).toMatchInlineSnapshot(`
      "
        The lab cannot run here [lab-cannot-run]
        the lab cannot be written down: ENOSPC: no space left on device, write
        Labs are kept under /var/lib/kubemend/labs, or where KUBEMEND_LABS_DIR says.
        Nothing was changed.
      "
    `);
    expect(said.stdout).not.toContain(labs);
  });

  test('for want of root says so, with exit code 4, and leaves nothing', async () => {
    const labs = join(tempDir(), 'labs');
    mkdirSync(labs);
    const before = 'setpriv --reuid 65534 --regid 65534 --clear-groups';
    const said = await alone({ setUp: '', before, args, env: { KUBEMEND_LABS_DIR: labs } });
    expect(said.code).toBe(4);
    expect(said.stdout).toMatchInlineSnapshot(`
      "
        This lab cannot run here. It lacks:
          root: run it as root: namespaces of the network need it
      "
    `);
    expect(existsSync(labs) && readdirSync(labs)).toEqual([]);
  });
});
